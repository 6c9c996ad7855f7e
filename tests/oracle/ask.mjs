// Asks citeproc-js, the reference engine, for the words of citations.
//
//     node ask.mjs FOLDER <questions.json >answers.json
//
// FOLDER holds node_modules. Questions are a list of `{style, language, locales, works,
// citations, uncited, screen}`; the answer to each is `{citations: [text …], bibliography:
// [[id, text] …]}`, all in HTML. With `screen` a work that was cited is never "ibid.".

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";

const require = createRequire(resolve(process.argv[2], "ask.mjs"));
const CSL = require("citeproc");
const IBID = [CSL.POSITION_IBID, CSL.POSITION_IBID_WITH_LOCATOR];

function answer({ style, language, locales, works, citations, uncited, screen }) {
  const byId = new Map(works.map((work) => [work.id, work]));
  const system = {
    retrieveLocale: (name) => locales[name] ?? false,
    retrieveItem: (id) => structuredClone(byId.get(String(id))),
  };
  [CSL.POSITION_IBID, CSL.POSITION_IBID_WITH_LOCATOR] = IBID;
  const engine = new CSL.Engine(system, style, language, true);
  if (screen) {
    // The tests of the style are made. From here on a work cited again is only that.
    CSL.POSITION_IBID = CSL.POSITION_IBID_WITH_LOCATOR = CSL.POSITION_SUBSEQUENT;
  }
  const asked = citations.map(({ items, note, mode }, index) => ({
    citationID: `c${index}`,
    citationItems: items,
    properties: { noteIndex: note, ...(mode ? { mode } : {}) },
  }));
  const said = engine.rebuildProcessorState(asked, "html", uncited);
  return { citations: said.map(([, , text]) => text), bibliography: bibliography(engine) };
}

// Works of which a style prints nothing have an id and no text, so each text brings its own id.
CSL.Output.Formats.html["@bibliography/entry"] = function (_, text) {
  return `${this.system_id}\u0001${text.trim()}`;
};

function bibliography(engine) {
  const made = engine.makeBibliography();
  return (made ? made[1] : []).map((text) => text.split("\u0001"));
}

const questions = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(questions.map(answer)));
