"""Sites that reports cite often, by name and host: outlets of news, and those that are none.

What publishes no news is kept apart from the table of outlets, by which entries are judged: here a
name is only what a reader would call the site.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from briefing_build.outlets import OUTLETS, Outlet

_OFFICIAL = """
FAO: fao.org
ILO, International Labour Organization: ilo.org
UNESCO: unesco.org
UNDP: undp.org
UNEP: unep.org
UNCTAD: unctad.org
WFP, World Food Programme: wfp.org
IOM: iom.int
IPCC: ipcc.ch
UNFCCC: unfccc.int
ICES: ices.dk
Asian Development Bank: adb.org
EBRD: ebrd.com
Interpol: interpol.int
Europol: europol.europa.eu
NASA: nasa.gov
NOAA: noaa.gov
USGS: usgs.gov
US Department of Agriculture, USDA: usda.gov
US Department of Energy: energy.gov
US Department of Justice: justice.gov
US Census Bureau: census.gov
Bureau of Labor Statistics, BLS: bls.gov
Federal Reserve: federalreserve.gov
SEC: sec.gov
FDA: fda.gov
EPA: epa.gov
GAO: gao.gov
US Senate: senate.gov
US House of Representatives: house.gov
USNI: usni.org
legislation.gov.uk: legislation.gov.uk
Office for National Statistics, ONS: ons.gov.uk
Bank of England: bankofengland.co.uk
NHS: nhs.uk nhs.england.uk
Bundestag: bundestag.de
Destatis: destatis.de
Assemblée nationale: assemblee-nationale.fr
INSEE: insee.fr
United Nations, UN: un.org
UN News: news.un.org
UNHCR: unhcr.org
UNICEF: unicef.org
UN OCHA, ReliefWeb: reliefweb.int unocha.org
World Health Organization, WHO: who.int
World Bank: worldbank.org
International Monetary Fund, IMF: imf.org
World Trade Organization, WTO: wto.org
OECD: oecd.org oecd-ilibrary.org
International Energy Agency, IEA: iea.org
International Atomic Energy Agency, IAEA: iaea.org
OPEC: opec.org
NATO: nato.int
OSCE: osce.org
Council of Europe: coe.int
European Union: europa.eu
European Commission: ec.europa.eu commission.europa.eu
European Parliament: europarl.europa.eu
Council of the European Union: consilium.europa.eu
European Central Bank, ECB: ecb.europa.eu
European External Action Service: eeas.europa.eu
Eurostat: eurostat.ec.europa.eu
International Court of Justice: icj-cij.org
International Criminal Court: icc-cpi.int
International Committee of the Red Cross, ICRC: icrc.org
European Court of Human Rights: echr.coe.int
UK Government, GOV.UK: gov.uk
UK Parliament: parliament.uk
White House: whitehouse.gov
US Department of State, State Department: state.gov
US Department of Defense: defense.gov war.gov
US Department of the Treasury: treasury.gov
US Congress: congress.gov
Congressional Research Service: crsreports.congress.gov
US Energy Information Administration, EIA: eia.gov
Central Intelligence Agency, CIA: cia.gov
Federal Register: federalregister.gov
Centers for Disease Control and Prevention, CDC: cdc.gov
National Institutes of Health, NIH: nih.gov
Kremlin, President of Russia: kremlin.ru
Ministry of Foreign Affairs of Russia: mid.ru
President of Azerbaijan: president.az
President of Ukraine: president.gov.ua
Ministry of Foreign Affairs of Turkey: mfa.gov.tr
SOCAR: socar.az
Gazprom: gazprom.com gazprom.ru
BP: bp.com
"""

_RESEARCH = """
Pew: pewtrusts.org
YouGov: yougov.co.uk yougov.com
Tax Foundation: taxfoundation.org
Carbon Brief: carbonbrief.org
Climate Action Tracker: climateactiontracker.org
Ember: ember-energy.org ember-climate.org
Oxford Institute for Energy Studies, OIES: oxfordenergy.org
Stimson Center: stimson.org
Quincy Institute: quincyinst.org responsiblestatecraft.org
Center for American Progress: americanprogress.org
CNAS: cnas.org
CEPA: cepa.org
Belfer Center: belfercenter.org
Peterson Institute, PIIE: piie.com
Kiel Institute: ifw-kiel.de ifw-kiel.com
Lowy Institute: lowyinstitute.org
ORF: orfonline.org
Al Jazeera Centre for Studies: studies.aljazeera.net
The HALO Trust: halotrust.org
World Nuclear Association: world-nuclear.org
Médecins Sans Frontières, MSF: msf.org doctorswithoutborders.org
Oxfam: oxfam.org
Greenpeace: greenpeace.org
WWF: worldwildlife.org wwf.org
SIPRI: sipri.org
RAND, RAND Corporation: rand.org
Brookings, Brookings Institution: brookings.edu
Chatham House: chathamhouse.org
Carnegie Endowment, Carnegie: carnegieendowment.org carnegie.ru
CSIS: csis.org
Council on Foreign Relations, CFR: cfr.org
Atlantic Council: atlanticcouncil.org
International Crisis Group, Crisis Group: crisisgroup.org
IISS: iiss.org
RUSI: rusi.org
ECFR, European Council on Foreign Relations: ecfr.eu
Institute for the Study of War, ISW: understandingwar.org
Critical Threats: criticalthreats.org
Jamestown, Jamestown Foundation: jamestown.org
Eurasian Research Institute: eurasian-research.org
Caucasus Watch: caucasuswatch.de
CACI Analyst: cacianalyst.org
Foreign Policy Research Institute, FPRI: fpri.org
Hudson Institute: hudson.org
Heritage Foundation: heritage.org
Cato Institute: cato.org
Wilson Center: wilsoncenter.org
German Marshall Fund: gmfus.org
SWP, Stiftung Wissenschaft und Politik: swp-berlin.org
OSW, Centre for Eastern Studies: osw.waw.pl
Bruegel: bruegel.org
CEPS: ceps.eu
Clingendael: clingendael.org
War on the Rocks: warontherocks.com
The Diplomat: thediplomat.com
Lawfare: lawfaremedia.org lawfareblog.com
Just Security: justsecurity.org
Bellingcat: bellingcat.com
OCCRP: occrp.org
Freedom House: freedomhouse.org
Human Rights Watch, HRW: hrw.org
Amnesty International, Amnesty: amnesty.org
Transparency International: transparency.org
Reporters Without Borders, RSF: rsf.org
Committee to Protect Journalists, CPJ: cpj.org
Arms Control Association: armscontrol.org
Pew Research Center, Pew Research: pewresearch.org
Gallup: gallup.com
Our World in Data: ourworldindata.org
EconStor: econstor.eu
International Journal of Conflict and Violence: ijcv.org
Planète Énergies: planete-energies.com
"""

_SCHOLARLY = """
bioRxiv: biorxiv.org
medRxiv: medrxiv.org
Cell: cell.com
PNAS: pnas.org
Royal Society: royalsocietypublishing.org
ACS: acs.org pubs.acs.org
Annual Reviews: annualreviews.org
Emerald: emerald.com
Hugging Face: huggingface.co
EJIL Talk: ejiltalk.org
Oxford Academic: academic.oup.com
Oxford University Press: oup.com
Cambridge, Cambridge Core, Cambridge University Press: cambridge.org
JSTOR: jstor.org
Springer, SpringerLink: springer.com link.springer.com
Nature: nature.com
Science: science.org sciencemag.org
ScienceDirect: sciencedirect.com
Elsevier: elsevier.com
Taylor & Francis, Taylor & Francis Online: tandfonline.com taylorfrancis.com
Wiley, Wiley Online Library: onlinelibrary.wiley.com wiley.com
SAGE, SAGE Journals: journals.sagepub.com sagepub.com
Brill: brill.com
De Gruyter: degruyter.com
MDPI: mdpi.com
Frontiers: frontiersin.org
PLOS: plos.org
PubMed, PubMed Central, PMC: pubmed.ncbi.nlm.nih.gov pmc.ncbi.nlm.nih.gov ncbi.nlm.nih.gov
arXiv: arxiv.org
SSRN: ssrn.com
ResearchGate: researchgate.net
Academia.edu: academia.edu
Semantic Scholar: semanticscholar.org
Google Scholar: scholar.google.com
The Lancet, Lancet: thelancet.com
New England Journal of Medicine, NEJM: nejm.org
BMJ: bmj.com
JAMA, JAMA Network: jamanetwork.com
IEEE, IEEE Xplore: ieee.org ieeexplore.ieee.org
ACM, ACM Digital Library: acm.org dl.acm.org
NBER: nber.org
DOI: doi.org
Zenodo: zenodo.org
Project MUSE: muse.jhu.edu
Harvard University: harvard.edu
Stanford University: stanford.edu
MIT: mit.edu
University of Oxford: ox.ac.uk
University of Cambridge: cam.ac.uk
London School of Economics, LSE: lse.ac.uk
"""

_REFERENCE = """
Wikipedia: wikipedia.org
Wikimedia Commons, Wikimedia: commons.wikimedia.org wikimedia.org
Wikidata: wikidata.org
Wiktionary: wiktionary.org
Britannica, Encyclopædia Britannica: britannica.com
Statista: statista.com
Investopedia: investopedia.com
WebMD: webmd.com
Mayo Clinic: mayoclinic.org
Merriam-Webster: merriam-webster.com
Google Books: books.google.com
Google: google.com
Internet Archive: archive.org
WikiLeaks: wikileaks.org
GlobalSecurity.org, GlobalSecurity: globalsecurity.org
Trading Economics: tradingeconomics.com
World Population Review: worldpopulationreview.com
Macrotrends: macrotrends.net
"""

_SOCIAL = """
YouTube: youtube.com youtu.be
Facebook: facebook.com
Instagram: instagram.com
X, Twitter: x.com twitter.com
Reddit: reddit.com
LinkedIn: linkedin.com
TikTok: tiktok.com
Telegram: t.me telegram.org
Threads: threads.net
Bluesky: bsky.app
Quora: quora.com
Medium: medium.com
Substack: substack.com
Blogger: blogspot.com
WordPress: wordpress.com
GitHub: github.com
Stack Overflow: stackoverflow.com
Stack Exchange: stackexchange.com
Hacker News: news.ycombinator.com
VK: vk.com
Pinterest: pinterest.com
Vimeo: vimeo.com
Spotify: spotify.com
Amazon: amazon.com
"""

_NEWS = """
Heise: heise.de
Golem: golem.de
Handelsblatt: handelsblatt.com
Die Welt: welt.de
ZDF: zdf.de zdfheute.de
n-tv: n-tv.de
taz: taz.de
Der Standard: derstandard.at
ORF News: orf.at
Libération: liberation.fr
Les Échos: lesechos.fr
Mediapart: mediapart.fr
L'Express: lexpress.fr
El Mundo: elmundo.es
ABC España: abc.es
La Vanguardia: lavanguardia.com
La Repubblica: repubblica.it
ANSA: ansa.it
Il Sole 24 Ore: ilsole24ore.com
Público: publico.pt
NRC: nrc.nl
NOS: nos.nl
De Volkskrant: volkskrant.nl
VRT: vrt.be
Politiken: politiken.dk
Dagens Nyheter: dn.se
Yle: yle.fi
Helsingin Sanomat: hs.fi
NRK: nrk.no
ERR: err.ee
Delfi: delfi.lt delfi.lv delfi.ee
LRT: lrt.lt
LSM: lsm.lv
Gazeta Wyborcza: wyborcza.pl
Notes from Poland: notesfrompoland.com
TVP World: tvpworld.com
Seznam Zprávy: seznamzpravy.cz
Telex: telex.hu
Digi24: digi24.ro
Kathimerini, Ekathimerini: ekathimerini.com kathimerini.gr
Hürriyet: hurriyet.com.tr
Bianet: bianet.org
Cumhuriyet: cumhuriyet.com.tr
Ukrinform: ukrinform.net ukrinform.ua
Unian: unian.info unian.ua unian.net
RBC: rbc.ru
Vedomosti: vedomosti.ru
Lenta: lenta.ru
Gazeta.ru: gazeta.ru
RBC-Ukraine: rbc.ua
Hromadske: hromadske.ua
Astana Times: astanatimes.com
Tengrinews: tengrinews.kz
Kun.uz: kun.uz
CBS: cbs.com
C-SPAN: c-span.org
Semafor: semafor.com
The Conversation: theconversation.com
The New Republic: newrepublic.com
The Nation: thenation.com
Mother Jones: motherjones.com
National Review: nationalreview.com
Reason: reason.com
Rolling Stone: rollingstone.com
Pitchfork: pitchfork.com
Variety: variety.com
ESPN: espn.com
National Geographic: nationalgeographic.com
Scientific American: scientificamerican.com
New Scientist: newscientist.com
Live Science: livescience.com
Space.com: space.com
Phys.org: phys.org
ScienceDaily: sciencedaily.com
STAT: statnews.com
KFF: kff.org
Healthline: healthline.com
Lloyd's List: lloydslist.com
FreightWaves: freightwaves.com
Naval News: navalnews.com
Maritime Executive: maritime-executive.com
Mining.com: mining.com
World Nuclear News: world-nuclear-news.org
Rigzone: rigzone.com
Argus: argusmedia.com
Barron's: barrons.com
MarketWatch: marketwatch.com
Morningstar: morningstar.com
Quartz: qz.com
Rest of World: restofworld.org
Nikkei Shimbun: nikkei.co.jp
Asahi Shimbun: asahi.com
Mainichi: mainichi.jp
Caixin: caixinglobal.com
China Daily: chinadaily.com.cn
Taipei Times: taipeitimes.com
Bangkok Post: bangkokpost.com
Jakarta Post: thejakartapost.com
The Print: theprint.in
Mint: livemint.com
Business Standard: business-standard.com
Premium Times: premiumtimesng.com
Daily Maverick: dailymaverick.co.za
News24: news24.com
Folha: folha.uol.com.br
Clarín: clarin.com
El Universal: eluniversal.com.mx
Times of Malta: timesofmalta.com
PBS, PBS News, PBS NewsHour: pbs.org
Axios: axios.com
The Hill: thehill.com
USA Today: usatoday.com
Business Insider: businessinsider.com
Fox News: foxnews.com
MSNBC: msnbc.com
Fortune: fortune.com
Wired: wired.com
The Verge: theverge.com
TechCrunch: techcrunch.com
Ars Technica: arstechnica.com
Vox: vox.com
Slate: slate.com
Politifact: politifact.com
Snopes: snopes.com
ProPublica: propublica.org
The Intercept: theintercept.com
HuffPost: huffpost.com
The Independent: independent.co.uk
Daily Mail: dailymail.co.uk
Evening Standard: standard.co.uk
The Times: thetimes.co.uk thetimes.com
Irish Times: irishtimes.com
RTÉ: rte.ie
CBC, CBC News: cbc.ca
Globe and Mail: theglobeandmail.com
Sydney Morning Herald: smh.com.au
SBS: sbs.com.au
Nikkei, Nikkei Asia: asia.nikkei.com nikkei.com
Japan Times: japantimes.co.jp
NHK: nhk.or.jp
Straits Times: straitstimes.com
Channel NewsAsia, CNA: channelnewsasia.com
The Hindu: thehindu.com
Indian Express: indianexpress.com
NDTV: ndtv.com
Dawn: dawn.com
Yonhap: yna.co.kr
Korea Herald: koreaherald.com
Swissinfo: swissinfo.ch
Neue Zürcher Zeitung, NZZ: nzz.ch
Tagesschau: tagesschau.de
RFI: rfi.fr
EurActiv: euractiv.com
EUobserver: euobserver.com
Balkan Insight: balkaninsight.com
The Moscow Times, Moscow Times: themoscowtimes.com
The Insider: theins.ru theins.press
Iran International: iranintl.com
IRNA: irna.ir
Tehran Times: tehrantimes.com
Arab News: arabnews.com
Asharq Al-Awsat: aawsat.com
The National: thenationalnews.com
Gulf News: gulfnews.com
TRT World: trtworld.com
Turan: turan.az
Report: report.az
Caliber: caliber.az
APA: apa.az
Minval: minval.az
1news: 1news.az
Azatutyun: azatutyun.am
CivilNet: civilnet.am
EVN Report: evnreport.com
News.am: news.am
JAMnews: jam-news.net
Civil Georgia: civil.ge
Agenda.ge: agenda.ge
24.kg: 24.kg
The Record, Recorded Future News: therecord.media
BleepingComputer: bleepingcomputer.com
Al Arabiya: alarabiya.net
Defense News: defensenews.com
Breaking Defense: breakingdefense.com
Janes: janes.com
Upstream: upstreamonline.com
S&P Global: spglobal.com
OilPrice.com, OilPrice: oilprice.com
Modern Diplomacy: moderndiplomacy.eu
PR Newswire: prnewswire.com
"""


class Site(NamedTuple):
    """A well-known site: what it is called, at which host, and of what class its pages are."""

    name: str
    host: str
    kind: str = ""


def site_at(host: str) -> Site | None:
    """The site of a host, or of the nearest one that it is a part of; None if we know none."""
    return next((_BY_HOST[part] for part in _enclosing(host) if part in _BY_HOST), None)


def site_called(name: str) -> Site | None:
    """The site of that name; None if we know none."""
    return _BY_NAME.get(_plain(name))


def is_site(host: str) -> bool:
    """Whether a well-known site is at just this host."""
    return host in _BY_HOST


def is_site_label(label: str) -> bool:
    """Whether a label is the name of a well-known site, whatever ending it has."""
    return label in _LABELS


def _enclosing(host: str) -> list[str]:
    labels = host.lower().rstrip(".").split(".")
    return [".".join(labels[start:]) for start in range(len(labels) - 1)]


def _plain(name: str) -> str:
    words = re.sub(r"[\W_]+", " ", name.casefold()).strip()
    return words.removeprefix("the ").replace(" ", "")


def _read(table: str, kind: str) -> list[tuple[tuple[str, ...], Site]]:
    """The sites of a table, each with all its names."""
    parts = [line.partition(": ") for line in table.strip().split("\n")]
    return [
        (tuple(names.split(", ")), Site(names.split(", ")[0], host, kind))
        for names, _, hosts in parts
        for host in hosts.split()
    ]


def _of_news(names: list[str], outlet: Outlet) -> list[tuple[tuple[str, ...], Site]]:
    return [(tuple(names), Site(outlet.name, host)) for host in outlet.hosts]


_SITES = [site for names, outlet in OUTLETS for site in _of_news(names, outlet)]
for _table, _kind in (
    (_NEWS, ""),
    (_OFFICIAL, "official"),
    (_RESEARCH, "think-tank"),
    (_SCHOLARLY, "academic"),
    (_REFERENCE, "reference"),
    (_SOCIAL, "social"),
):
    _SITES += _read(_table, _kind)
_BY_HOST = {site.host: site for _, site in _SITES}
_BY_NAME = {_plain(name): site for names, site in reversed(_SITES) for name in names}
_COMMON_LABELS = frozenset("un report time science nature x t go gov go com co edu news".split())
_LABELS = (
    frozenset(label for host in _BY_HOST for label in host.split(".")[:1] if len(label) > 1)
    - _COMMON_LABELS
)
