"""A town of some 250 entries over three years, written as a site, and an independent count of what its plans ask for.

Usage: town.py FOLDER. Writes the site into FOLDER/site and, for each plan and year, FOLDER/expected-PLAN-YEAR.json.
Nothing here is taken from the program under test: every target is counted by code of its own, straight from the entries.
The numbers are drawn by a generator of our own with a fixed seed, so that they are the same everywhere.
"""

import calendar
import datetime
import json
import pathlib
import sys

DAY = datetime.date
OPENED, TODAY = DAY(2024, 2, 10), DAY(2026, 10, 15)
YEARS = [2024, 2025, 2026]
LEVELS = ["镇级", "县级", "市级", "省级", "国家级"]
# Other names for the same, as clerks write them.
OUTLETS = {"县政协办": "县政协办公室", "县政协办公室": "县政协办公室", "县融媒体": "县融媒体中心", "县日报": "县日报", "人民政协报": "人民政协报"}
FESTIVALS = {"春节": "春节", "新春": "春节", "端午": "端午节", "中秋节": "中秋节", "重阳": "重阳节", "国庆节": "国庆节", "日常": "日常"}
ORDER = ["元旦", "春节", "元宵节", "妇女节", "清明节", "劳动节", "端午节", "儿童节", "七一", "八一", "教师节", "中秋节", "重阳节", "国庆节", "日常", "雨雪冰冻", "开学季"]
OWED_FESTIVALS = ["春节", "端午节", "中秋节", "重阳节"]


class Draw:
    """A generator of numbers (Park and Miller's), the same on every machine."""

    def __init__(self, seed):
        self.state = seed

    def below(self, count):
        self.state = self.state * 48271 % 2147483647
        return self.state % count

    def of(self, items):
        return items[self.below(len(items))]

    def some(self, items, most):
        return sorted({self.of(items) for _ in range(self.below(most + 1))})

    def chance(self, percent):
        return self.below(100) < percent


def quoted(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, DAY):
        return value.isoformat()
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {quoted(inner)}" for key, inner in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(quoted(inner) for inner in value) + "]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def town():
    """The members and the entries, as dictionaries."""
    draw = Draw(20261123)
    members = {f"wei-yuan-{at:02}": {"joined": None, "left": None} for at in range(12)}
    members["wei-yuan-10"]["joined"] = DAY(2025, 6, 1)
    members["wei-yuan-11"]["left"] = DAY(2025, 3, 31)
    ids = list(members)
    days = [OPENED + datetime.timedelta(days=at) for at in range((TODAY - OPENED).days + 1)]
    counts = {"activity": 46, "research": 26, "study": 60, "meeting": 10, "relief": 34, "opinion": 26, "proposal": 30,
              "speech": 10, "plan": 18, "news_link": 8, "history": 6}
    entries = []
    for kind, count in counts.items():
        for number in range(count):
            entry = {"kind": kind, "name": f"{kind}-{number:03}", "date": draw.of(days), "visibility": "public", "fields": {}}
            fields = entry["fields"]
            if draw.chance(30):
                entry["visibility"] = draw.of(["count", "internal", "count"])
            if kind == "activity":
                fields.update(type=draw.of(["视察", "座谈", "走访委员", "走访委员", "志愿服务"]), place="甲镇", members=draw.some(ids, 5))
            elif kind == "research":
                fields.update(type=draw.of(["视察", "调研", "监督"]), members=draw.some(ids, 6))
                if fields["type"] == "调研" and draw.chance(70):
                    fields["submitted"] = min(entry["date"] + datetime.timedelta(days=9), TODAY)
            elif kind == "study":
                fields["type"] = draw.of(["集中学习", "集中学习", "讲堂", "讲堂", "讲堂", "培训"])
                if fields["type"] == "集中学习":
                    fields.update(topics=["章程"], minutes="有", speakers=sorted({draw.of(ids), draw.of(ids), ids[0], ids[1]}))
                rows = [{"member": draw.of(ids), "title": "体会"} for _ in range(draw.below(5))]
                for row in rows:
                    if draw.chance(40):
                        row["on"] = min(entry["date"] + datetime.timedelta(days=draw.below(60)), TODAY)
                if rows:
                    fields["reflections"] = rows
            elif kind == "meeting":
                fields["type"] = draw.of(["例会", "例会", "座谈会"])
            elif kind == "relief":
                fields.update(type=draw.of(["慰问", "慰问", "慰问", "结对", "助学"]), villages=["甲村"], minors=False)
                if fields["type"] == "慰问":
                    fields["festival"] = draw.of(list(FESTIVALS))
                if fields["type"] == "结对":
                    fields["member"] = draw.of(ids)
            elif kind == "opinion":
                fields.update(reporter="甲", unit="乙", situation="一", cause="二", advice="三", members=draw.some(ids, 2),
                              status=draw.of(["草稿", "已报送", "采用", "转办", "反馈"]))
            elif kind == "proposal":
                fields.update(proposer=draw.of(ids), cosigners=draw.some(ids, 2), filed=draw.of(["立案", "转意见", "不立案"]))
            elif kind == "speech":
                fields["speaker"] = draw.of(ids)
            elif kind == "plan":
                fields.update(type=draw.of(["计划", "总结", "述职", "述职"]))
                if fields["type"] == "述职":
                    fields["members"] = draw.some(ids, 3)
            elif kind == "news_link":
                fields.update(outlet="某报", level=draw.of(LEVELS))
            elif kind == "history":
                fields["category"] = "水利"
            fields["author"] = draw.of(["张甲", "李乙", ""]) or None
            entry["submissions"] = [submission(draw, entry) for _ in range(draw.below(3) if draw.chance(60) else 0)]
            entries.append(entry)
    return members, entries


def submission(draw, entry):
    sent = min(entry["date"] + datetime.timedelta(days=draw.below(20)), TODAY) if draw.chance(85) else None
    row = {"outlet": draw.of(list(OUTLETS)), "level": draw.of(LEVELS), "channel": draw.of(["政协系统", "新闻媒体", "新媒体"]),
           "type": draw.of(["活动信息", "活动信息", "社情民意", "稿件"]), "sent": sent, "adopted": None}
    if draw.chance(40):
        row["adopted"] = min((sent or entry["date"]) + datetime.timedelta(days=draw.below(30)), TODAY)
    return row


def write_site(folder, members, entries):
    content = folder / "content"
    for kind in sorted({entry["kind"] for entry in entries} | {"member"}):
        (content / kind).mkdir(parents=True)
        (content / kind / "_index.md").write_text("+++\n+++\n", encoding="utf-8")
    (content / "_index.md").write_text("+++\n+++\n", encoding="utf-8")
    for at, (id, office) in enumerate(members.items()):
        lines = ["+++", f"title = \"委员{at}\"", "date = 2024-02-10", "[extra]", "kind = \"member\"", f"name = \"委员{at}\"",
                 "sector = \"农业界\"", "source = \"本组\""]
        lines += [f"{key} = {day.isoformat()}" for key, day in office.items() if day]
        (content / "member" / f"{id}.md").write_text("\n".join(lines) + "\n+++\n正文\n", encoding="utf-8")
    for entry in entries:
        lines = ["+++", f"title = \"{entry['name']}\"", f"date = {entry['date'].isoformat()}", "[extra]", f"kind = \"{entry['kind']}\"",
                 "source = \"本组\"", f"visibility = \"{entry['visibility']}\""]
        lines += [f"{key} = {quoted(value)}" for key, value in entry["fields"].items() if value is not None]
        for row in entry["submissions"]:
            lines.append("[[extra.submission]]")
            for key, value in row.items():
                if key == "adopted":
                    lines += [f"adopted = {{ on = {value.isoformat()} }}"] if value else []
                elif value is not None:
                    lines.append(f"{key} = {quoted(value)}")
        (content / entry["kind"] / f"{entry['name']}.md").write_text("\n".join(lines) + "\n+++\n正文\n", encoding="utf-8")
    (folder / "templates").mkdir()
    for template in ["index", "section", "page"]:
        (folder / "templates" / f"{template}.html").write_text("{{ current_path }}", encoding="utf-8")
    for plan in ["plan-1", "plan-4", "plan-6"]:
        (folder / f"{plan}.toml").write_text(
            "base_url = \"https://example.test\"\ndefault_language = \"zh-CN\"\n[liaison]\ngroup = \"甲组\"\n"
            f"opened = {OPENED.isoformat()}\ntargets = [\"{plan}\"]\n", encoding="utf-8")


# --- The count ---

def people(entry):
    """All members an entry names, those who were absent aside."""
    fields = entry["fields"]
    named = list(fields.get("members") or []) + list(fields.get("speakers") or []) + list(fields.get("cosigners") or [])
    named += [fields[key] for key in ("proposer", "speaker", "member") if fields.get(key)]
    named += [row["member"] for row in fields.get("reflections") or []]
    return set(named)


def events(entries, kind, test=lambda fields: True, by=people):
    return [(entry["date"], by(entry)) for entry in entries if entry["kind"] == kind and test(entry["fields"])]


def at_least(level, floor):
    return LEVELS.index(level) >= LEVELS.index(floor)


def is_sent(row):
    return bool(row["sent"] or row["adopted"])


def sendings(entries, test):
    return [(row["sent"] or entry["date"], people(entry)) for entry in entries for row in entry["submissions"] if is_sent(row) and test(row)]


def adoptions(entries, test):
    return [(row["adopted"], people(entry)) for entry in entries for row in entry["submissions"] if row["adopted"] and test(row)]


def has_type(*types):
    return lambda fields: fields.get("type") in types


def plan_1(entries):
    reflections = [(row.get("on") or entry["date"], {row["member"]}) for entry in entries if entry["kind"] == "study"
                   for row in entry["fields"].get("reflections") or []]
    media = adoptions(entries, lambda row: at_least(row["level"], "县级") and row["channel"] in ("新闻媒体", "新媒体"))
    media += events(entries, "news_link", lambda fields: at_least(fields["level"], "县级"))
    yield "study-quarter", "group", "quarter", 1, events(entries, "study", has_type("集中学习"))
    yield "reflection", "member", "year", 4, reflections
    yield "meeting-quarter", "group", "quarter", 1, events(entries, "meeting", has_type("例会"))
    yield "info-month", "group", "month", 1, sendings(entries, lambda row: OUTLETS[row["outlet"]] == "县政协办公室" and row["type"] == "活动信息")
    yield "opinion", "group", "year", 6, events(entries, "opinion")
    yield "media", "group", "year", 2, media
    yield "inspection", "group", "year", 2, events(entries, "research", has_type("视察"))
    yield "survey-report", "group", "year", 2, events(entries, "research", lambda fields: fields["type"] == "调研" and "submitted" in fields)
    yield "festival-visit", "group", "festival", 1, [
        (entry["date"], FESTIVALS[entry["fields"]["festival"]]) for entry in entries
        if entry["kind"] == "relief" and entry["fields"]["type"] == "慰问"]
    yield "proposal", "member", "year", 1, events(entries, "proposal")
    yield "speech", "member", "year", 1, events(entries, "speech")
    yield "plan", "group", "year", 1, events(entries, "plan", has_type("计划"))


def plan_4(entries):
    yield "one-research", "member", "year", 1, events(entries, "research", has_type("调研", "视察"))
    yield "proposal", "member", "year", 1, events(entries, "proposal")
    yield "one-opinion", "member", "year", 1, events(entries, "opinion")
    yield "one-report", "member", "year", 1, events(entries, "plan", has_type("述职"))


def plan_6(entries):
    yield "training", "group", "year", 2, events(entries, "study", has_type("培训"))
    yield "lecture-month", "group", "month", 1, events(entries, "study", has_type("讲堂"))
    yield "inspection", "group", "year", 2, events(entries, "research", has_type("视察"))
    yield "proposal", "member", "year", 2, events(entries, "proposal")
    yield "member-visit", "member", "year", 1, events(entries, "activity", has_type("走访委员"))
    yield "pair", "member", "year", 1, events(entries, "relief", has_type("结对"))
    yield "plan", "group", "year", 1, events(entries, "plan", has_type("计划"))
    yield "review", "group", "year", 1, events(entries, "plan", has_type("总结"))


def periods(year, every):
    if every == "month":
        return [(f"{year}-{month:02}", DAY(year, month, 1), DAY(year, month, calendar.monthrange(year, month)[1])) for month in range(1, 13)]
    if every == "quarter":
        return [(f"{year}Q{at + 1}", DAY(year, 3 * at + 1, 1), DAY(year, 3 * at + 3, 31 if at in (0, 3) else 30)) for at in range(4)]
    return [(str(year), DAY(year, 1, 1), DAY(year, 12, 31))]


def state(enough, start, end):
    if enough:
        return "met"
    return "missing" if end < TODAY else "future" if start > TODAY else "open"


def together(states):
    states = [one for one in states if one != "off"]
    if not states:
        return "off"
    if "missing" in states:
        return "missing"
    return states[0] if len(set(states)) == 1 else "open"


def count_target(year, target, members):
    id, per, every, least, found = target
    cells = []
    if every == "festival":
        (_, start, end), = periods(year, "year")
        for festival in OWED_FESTIVALS:
            count = sum(1 for day, which in found if start <= day <= end and which == festival)
            cells.append((festival, count, state(count >= least, start, end) if OPENED <= end else "off"))
    elif per == "group":
        for name, start, end in periods(year, every):
            count = sum(1 for day, _ in found if start <= day <= end)
            cells.append((name, count, state(count >= least, start, end) if OPENED <= end else "off"))
    rows = {}
    for member, office in members.items() if per == "member" else []:
        (_, start, end), = periods(year, "year")
        count = sum(1 for day, who in found if start <= day <= end and member in who)
        serves = OPENED <= end and (office["joined"] or start) <= end and (office["left"] or end) >= start
        cells.append((member, count, state(count >= least, start, end) if serves else "off"))
        if serves:
            rows[member] = {"count": count, "state": cells[-1][2]}
    owed = [cell for cell in cells if cell[2] != "off"]
    result = {"planned": least * len(owed), "done": sum(count for _, count, _ in owed), "periods": len(owed),
              "met": sum(1 for cell in owed if cell[2] == "met"), "state": together(cell[2] for cell in cells), "members": rows}
    if per == "group":
        result["missing"] = [name for name, _, one in cells if one == "missing"]
        result["cells"] = {name: count for name, count, _ in cells}
    return id, result


def statistics(entries, year):
    """Outlet by level: how many were sent and taken up in the year."""
    table = {}
    for entry in entries:
        for row in entry["submissions"]:
            sent = (row["sent"] or entry["date"]) if is_sent(row) else None
            for name, day in (("sent", sent), ("adopted", row["adopted"])):
                if day and day.year == year and day <= TODAY:
                    key = f"{row['level']} {OUTLETS[row['outlet']]}"
                    table.setdefault(key, {"sent": 0, "adopted": 0, "months": {}})[name] += 1
                    month = table[key]["months"].setdefault(f"{year}-{day.month:02}", {"sent": 0, "adopted": 0})
                    month[name] += 1
    return table


def visits(entries):
    """Festival by year: how many visits."""
    table = {}
    for entry in entries:
        if entry["kind"] == "relief" and entry["fields"]["type"] == "慰问":
            key = f"{FESTIVALS[entry['fields']['festival']]} {entry['date'].year}"
            table[key] = table.get(key, 0) + 1
    return table


def scores(entries, year, members):
    """The points of plan 1, each heading capped."""
    points = {}
    for member in members:
        found = [entry for entry in entries if entry["date"].year == year and member in people(entry)]
        opinions = [entry for entry in found if entry["kind"] == "opinion"]
        opinion = 10 * len(opinions) + 5 * sum(1 for entry in opinions if entry["fields"]["status"] in ("采用", "转办", "反馈"))
        own = [entry for entry in found if entry["kind"] == "proposal" and entry["fields"]["proposer"] == member]
        proposal = 10 * len(own) + 15 * sum(1 for entry in own if entry["fields"]["filed"] == "立案")
        took_part = sum(1 for entry in found if entry["kind"] in ("activity", "study", "meeting", "research", "relief"))
        points[member] = min(opinion, 50) + min(proposal, 50) + min(2 * took_part, 30)
    return points


def rewards(entries, year):
    """Plan 4: 50 yuan for each report of opinion that a county's or a higher publication took up, once."""
    paid = 0
    for entry in entries:
        earned = [row for row in entry["submissions"] if row["adopted"] and row["adopted"].year == year and row["type"] == "社情民意"
                  and at_least(row["level"], "县级")]
        paid += 50 if earned else 0
    return paid


def main():
    folder = pathlib.Path(sys.argv[1])
    members, all_entries = town()
    write_site(folder / "site", members, all_entries)
    # What is internal counts for nothing.
    entries = [entry for entry in all_entries if entry["visibility"] != "internal"]
    for plan, targets in (("plan-1", plan_1), ("plan-4", plan_4), ("plan-6", plan_6)):
        for year in YEARS:
            expected = {"targets": dict(count_target(year, target, members) for target in targets(entries)),
                        "adoption": statistics(entries, year), "visits": visits(entries), "entries": len(all_entries)}
            if plan == "plan-1":
                expected["scores"] = scores(entries, year, members)
            if plan == "plan-4":
                expected["rewards"] = rewards(entries, year)
            (folder / f"expected-{plan}-{year}.json").write_text(json.dumps(expected, ensure_ascii=False, indent=1), encoding="utf-8")


main()
