"""Capitals that need no explanation, and why they need none."""

from __future__ import annotations

import re

# Bodies, states and offices that readers of policy papers know by these letters better than by
# their names, and words that nobody spells out.
_KNOWN = """
    EU UN US UK USA USSR UAE NATO UNESCO UNICEF OPEC WTO IMF OECD UNHCR NASA BBC CNN FBI CIA KGB
    GDP GNP VAT CEO CFO NGO NGOS MP MPS MEP MEPS PM HQ VIP PR HR IT AI TV FM PC DVD CD USB GPS SMS
    LED DNA RNA HIV AIDS COVID SARS PDF URL HTML XML CSV JSON EPUB HTTP HTTPS FAQ ID PIN SIM ATM
    ISBN ISSN DOI OK RSVP SOS UFO DIY LGBT LGBTQ PHD MBA MA BA MSC BSC LLM LLB JR SR
    API SQL CPU RAM PNG JPEG GIF ASCII README
    NB PS TBC TBD AKA ETA VS ETC
    """
# Units, times and eras; currencies are below.
_UNITS = """
    MW GW TW KW MWH GWH TWH KWH MB GB TB KB PB HZ MHZ GHZ KHZ KM KG CM MM DB PH BCM MCM TCM BPD
    AM PM BC AD BCE CE BP GMT UTC EST EDT PST PDT CET CEST BST MSK AZT
    """
# ISO 4217: those of large economies and of the regions that briefings are about.
_CURRENCIES = """
    USD EUR GBP JPY CHF CNY RMB RUB RUR AZN AMD GEL TRY TRL UAH BYN KZT UZS TMT KGS TJS MDL PLN CZK
    HUF RON BGN RSD ALL MKD BAM SEK NOK DKK ISK CAD AUD NZD INR PKR BDT LKR IRR IQD SAR AED QAR KWD
    BHD OMR JOD LBP SYP ILS EGP LYD TND DZD MAD ZAR NGN KES GHS ETB BRL ARS CLP COP PEN MXN VES KRW
    KPW IDR MYR SGD THB VND PHP HKD TWD MNT AFN
    """
# ISO 3166-1, both forms of the same states; of the two-letter ones all.
_STATES = """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS
    BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE
    EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM
    HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC
    LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA
    NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW
    SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO
    TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW DC
    AZE ARM GEO RUS TUR UKR BLR KAZ IRN IRQ ISR DEU FRA GBR ITA ESP POL CHN JPN IND BRA CAN AUS
    """
# Agencies, broadcasters and houses that are called by their letters; who sells news under a name
# need not explain it.
_OUTLETS = """
    AP AFP TASS RIA APA DPA ANSA EFE PTI KCNA IRNA BBC CNN NBC CBS ABC CNBC MSNBC PBS NPR DW RT RFE
    RFERL VOA ARD ZDF ORF RAI NHK TRT NTV AZERTAC ITAR AKI SANA WAM FT WSJ NYT IBM BP SAP BMW KPMG
    ING HSBC UBS AXA IKEA
    """
# Words in capitals for their weight, and marks of drafts.
_WORDS = """
    NOT AND OR NO YES ALL ANY MUST ONLY NOTE NEVER ALWAYS TODO FIXME XXX DRAFT FINAL NEW OLD END
    THE THIS THAT IS ARE BE WAS DO WILL MAY CAN IF BUT FOR FROM TO OF ON AT BY WITH HOW WHY WHAT
    WHEN WHERE VERY MORE LESS SHALL SHOULD SECRET TOP OPEN CLOSED UNCLAS TRUE FALSE NULL NONE
    """
SHOUTED = frozenset(_WORDS.split())
_FAMILIAR = SHOUTED.union(f"{_KNOWN} {_UNITS} {_CURRENCIES} {_STATES} {_OUTLETS}".split())

_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
# Elements of one letter with at least one number among them: CO2, H2O, SF6, NO2.
_FORMULA = re.compile(r"(?=[A-Z]*\d)(?:[BCFHIKNOPSUVWY]\d{0,2}){2,5}")


def is_familiar(capitals: str) -> bool:
    """Whether readers need no explanation: known letters, a Roman number, a chemical formula."""
    return bool(capitals in _FAMILIAR or _ROMAN.fullmatch(capitals) or _FORMULA.fullmatch(capitals))
