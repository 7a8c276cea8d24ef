"""The column contracts of data sets that Dragoman reads and writes: names, in their order.

Sources: the headers that the data sets ship (POLECAT, ICEWS, ACLED) or document apart (GDELT, whose files have none).
"""

from __future__ import annotations

# POLECAT: weekly tab files with a header; the fifth is `Event Intensity` in some of them.
POLECAT = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts", "Actor Name",
    "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw",
    "Wikipedia Actor ID", "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector",
    "Recipient Sectors", "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID", "Placename", "City",
    "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type",
    "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language",
    "Version",
)  # fmt: skip
# Names in some POLECAT headers for the columns above, and columns that only some files have.
POLECAT_OTHER_NAMES = {"Event Intensity": "Intensity"}
POLECAT_STRAY = ("Headline", "Event Text", "Feed", "Story ID")
# GDELT 2.0 events: 61 tab-separated columns, no header.
GDELT = (
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate", "Actor1Code", "Actor1Name",
    "Actor1CountryCode", "Actor1KnownGroupCode", "Actor1EthnicCode", "Actor1Religion1Code",
    "Actor1Religion2Code", "Actor1Type1Code", "Actor1Type2Code", "Actor1Type3Code", "Actor2Code", "Actor2Name",
    "Actor2CountryCode", "Actor2KnownGroupCode", "Actor2EthnicCode", "Actor2Religion1Code",
    "Actor2Religion2Code", "Actor2Type1Code", "Actor2Type2Code", "Actor2Type3Code", "IsRootEvent", "EventCode",
    "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions", "NumSources", "NumArticles",
    "AvgTone", "Actor1Geo_Type", "Actor1Geo_FullName", "Actor1Geo_CountryCode", "Actor1Geo_ADM1Code",
    "Actor1Geo_ADM2Code", "Actor1Geo_Lat", "Actor1Geo_Long", "Actor1Geo_FeatureID", "Actor2Geo_Type",
    "Actor2Geo_FullName", "Actor2Geo_CountryCode", "Actor2Geo_ADM1Code", "Actor2Geo_ADM2Code", "Actor2Geo_Lat",
    "Actor2Geo_Long", "Actor2Geo_FeatureID", "ActionGeo_Type", "ActionGeo_FullName", "ActionGeo_CountryCode",
    "ActionGeo_ADM1Code", "ActionGeo_ADM2Code", "ActionGeo_Lat", "ActionGeo_Long", "ActionGeo_FeatureID",
    "DATEADDED", "SOURCEURL",
)  # fmt: skip
# Names in some GDELT headers for the columns above.
GDELT_OTHER_NAMES = {
    "GlobalEventID": "GLOBALEVENTID",
    "Day": "SQLDATE",
    "Actor1Geo_Fullname": "Actor1Geo_FullName",
    "Actor2Geo_Fullname": "Actor2Geo_FullName",
    "ActionGeo_Fullname": "ActionGeo_FullName",
}
# GDELT 1.0: 58 columns, the same without the second-level divisions; its daily files up to March 2013 end at 57,
# before SOURCEURL.
GDELT_1 = tuple(name for name in GDELT if not name.endswith("_ADM2Code"))
# GDELT 2.0 mentions: 16 tab-separated columns, no header.
GDELT_MENTIONS = (
    "GLOBALEVENTID", "EventTimeDate", "MentionTimeDate", "MentionType", "MentionSourceName",
    "MentionIdentifier", "SentenceID", "Actor1CharOffset", "Actor2CharOffset", "ActionCharOffset", "InRawText",
    "Confidence", "MentionDocLen", "MentionDocTone", "MentionDocTranslationInfo", "Extras",
)  # fmt: skip
# ICEWS: tab files with a header.
ICEWS = (
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code",
    "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher",
    "City", "District", "Province", "Country", "Latitude", "Longitude",
)  # fmt: skip
# ACLED: CSV files with a header.
ACLED = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type",
    "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction",
    "civilian_targeting", "iso", "region", "country", "admin1", "admin2", "admin3", "location", "latitude",
    "longitude", "geo_precision", "source", "source_scale", "notes", "fatalities", "tags", "timestamp",
)  # fmt: skip
# PLOVER: one JSON object a line. `source` and `target` are lists of objects with the keys of PLOVER_ACTOR, `context` is
# a list (older files: words parted by commas), `location` an object with the keys of PLOVER_LOCATION.
PLOVER = ("id", "date", "event", "mode", "context", "source", "target", "location", "publisher", "url", "text")
PLOVER_ACTOR = ("name", "code", "sector")  # code: ISO 3166-1 alpha-3, or IGO, NGO, MNC where there is no country
PLOVER_LOCATION = ("name", "country", "latitude", "longitude")
