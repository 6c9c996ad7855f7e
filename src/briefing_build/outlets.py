"""Outlets that briefings cite often, and the hosts at which each of them publishes.

A table of what is well known, and no more: of an outlet or a host that is not in it nothing is
said. Names are compared without case, signs and an article before them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_TABLE = """
Reuters, Reuters News, Thomson Reuters: reuters.com reutersagency.com
Associated Press, AP, AP News: apnews.com ap.org
Agence France-Presse, AFP: afp.com
BBC, BBC News, BBC Russian, BBC News Russian, BBC World Service, BBC Monitoring: bbc.com bbc.co.uk
CNN, CNN International: cnn.com
CNBC: cnbc.com
CBS News: cbsnews.com
NBC News: nbcnews.com
ABC News: abcnews.go.com abcnews.com abc.net.au
NPR, National Public Radio: npr.org
Sky News: sky.com
Al Jazeera, Al Jazeera English: aljazeera.com aljazeera.net
Deutsche Welle, DW, DW News: dw.com
France 24: france24.com
Euronews: euronews.com
Voice of America, VOA, VOA News: voanews.com
Radio Free Europe/Radio Liberty, Radio Free Europe, RFE/RL: rferl.org azatutyun.am svoboda.org
    azadliq.org currenttime.tv radiosvoboda.org ekhokavkaza.com radiotavisupleba.ge azattyq.org
Bloomberg, Bloomberg News: bloomberg.com
Financial Times: ft.com
Wall Street Journal, WSJ: wsj.com
New York Times, NYT: nytimes.com
Washington Post: washingtonpost.com
Los Angeles Times: latimes.com
Guardian, The Guardian: theguardian.com guardian.co.uk
Daily Telegraph: telegraph.co.uk
Economist: economist.com
Newsweek: newsweek.com
Forbes: forbes.com
Time, Time Magazine: time.com
New Yorker: newyorker.com
The Atlantic: theatlantic.com
Foreign Affairs: foreignaffairs.com
Foreign Policy: foreignpolicy.com
Politico, Politico Europe: politico.eu politico.com
Le Monde: lemonde.fr
Le Figaro: lefigaro.fr
Der Spiegel, Spiegel, Spiegel International: spiegel.de
Die Zeit, Zeit Online: zeit.de
Frankfurter Allgemeine Zeitung, FAZ: faz.net
Süddeutsche Zeitung: sueddeutsche.de
El País: elpais.com
Corriere della Sera: corriere.it
TASS, TASS Russian News Agency: tass.com tass.ru itar-tass.com
RIA Novosti: ria.ru rian.ru
Sputnik, Sputnik International: sputniknews.com sputnikglobe.com sputnik.az sputniknews.ru
RT, Russia Today: rt.com
Interfax: interfax.ru interfax.com
Interfax-Ukraine: interfax.com.ua
Kommersant: kommersant.ru kommersant.com
Izvestia: iz.ru izvestia.ru
Meduza: meduza.io
Novaya Gazeta: novayagazeta.ru
Novaya Gazeta Europe: novayagazeta.eu
Kyiv Independent: kyivindependent.com
Kyiv Post: kyivpost.com
Ukrainska Pravda: pravda.com.ua
Xinhua, Xinhua News Agency: xinhuanet.com news.cn
Global Times: globaltimes.cn
South China Morning Post: scmp.com
Hindustan Times: hindustantimes.com
Times of India: indiatimes.com
Jerusalem Post: jpost.com
Haaretz: haaretz.com haaretz.co.il
Times of Israel: timesofisrael.com
Middle East Eye: middleeasteye.net
Al-Monitor: al-monitor.com
Anadolu Agency, Anadolu: aa.com.tr
Daily Sabah: dailysabah.com
Hürriyet Daily News: hurriyetdailynews.com
Mehr News Agency: mehrnews.com
Eurasianet: eurasianet.org
OC Media: oc-media.org
bne IntelliNews: intellinews.com bne.eu
Azertag, AZERTAC: azertag.az
Azernews: azernews.az
Trend News Agency: trend.az
Armenpress: armenpress.am
Wikipedia: wikipedia.org
Yahoo News: yahoo.com
MSN: msn.com
"""

_ARCHIVES = frozenset(
    """
    archive.org archive.ph archive.today archive.is archive.li archive.fo archive.md archive.vn
    perma.cc webcitation.org webarchive.org.uk ghostarchive.org arquivo.pt megalodon.jp
    webarchive.nationalarchives.gov.uk webarchive.loc.gov archive-it.org conifer.rhizome.org
    """.split()
)


class Outlet(NamedTuple):
    """One line of the table; the first name is the one it is called by."""

    name: str
    hosts: tuple[str, ...]


def outlet_called(name: str) -> Outlet | None:
    """The outlet of a name; None if we know none."""
    return _BY_NAME.get(_plain(name))


@lru_cache(maxsize=1_000)
def outlet_at(host: str) -> Outlet | None:
    """The outlet that publishes at a host or at one that it is a part of; None if we know none."""
    return next((_BY_HOST[part] for part in _enclosing(host) if part in _BY_HOST), None)


@lru_cache(maxsize=1_000)
def is_archive(host: str) -> bool:
    """Whether a host keeps copies of other hosts' pages."""
    return any(part in _ARCHIVES for part in _enclosing(host))


def _enclosing(host: str) -> list[str]:
    labels = host.lower().rstrip(".").split(".")
    return [".".join(labels[start:]) for start in range(len(labels) - 1)]


def _plain(name: str) -> str:
    words = re.sub(r"[\W_]+", " ", name.casefold()).strip()
    return words.removeprefix("the ").replace(" ", "")


def _read(table: str) -> list[tuple[list[str], Outlet]]:
    lines = table.strip().replace("\n    ", " ").split("\n")
    parts = [line.partition(": ") for line in lines]
    return [
        (named := names.split(", "), Outlet(named[0], tuple(hosts.split())))
        for names, _, hosts in parts
    ]


OUTLETS = _read(_TABLE)
"""Each outlet with all its names."""

_BY_NAME = {_plain(name): outlet for names, outlet in OUTLETS for name in names}
_BY_HOST = {host: outlet for _, outlet in OUTLETS for host in outlet.hosts}
