//! The group's year against an independent count: a town of some 250 entries over three years is written and counted by a
//! program in another language, `tests/town/town.py`, and every number of the ledger is compared with its own.
#![expect(clippy::disallowed_methods, reason = "the test starts programs and looks at the disk")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

fn town() -> TempDir {
    let folder = TempDir::new().unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/town/town.py");
    let made = Command::new("python3").arg(script).arg(folder.path()).output().expect("python3 is needed");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    folder
}

fn lianluo(folder: &Path, plan: &str, arguments: &[&str]) -> std::process::Output {
    let site = folder.join("site").display().to_string();
    let config = format!("{plan}.toml");
    Command::new(env!("CARGO_BIN_EXE_lianluo"))
        .args(["--root", &site, "--config", &config, "--lang", "zh"])
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn ledger(folder: &Path, plan: &str, arguments: &[&str]) -> Value {
    let more = ["ledger", "--format", "json", "--today", "2026-10-15"];
    let output = lianluo(folder, plan, &[&more, arguments].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn find<'v>(list: &'v Value, key: &str, wanted: &str) -> &'v Value {
    let rows = list.as_array().unwrap().iter();
    rows.clone().find(|row| row[key] == wanted).unwrap_or_else(|| panic!("no {key} {wanted} in {list}"))
}

#[test]
fn every_target_of_three_plans_is_counted_as_by_hand() {
    let folder = town();
    let folder = folder.path();
    let mut compared = 0;
    for (plan, targets) in [("plan-1", 12), ("plan-4", 4), ("plan-6", 8)] {
        for year in ["2024", "2025", "2026"] {
            let expected = fs::read(folder.join(format!("expected-{plan}-{year}.json"))).unwrap();
            let expected: Value = serde_json::from_slice(&expected).unwrap();
            assert!(expected["entries"].as_u64().unwrap() >= 240);
            let book = ledger(folder, plan, &["--year", year]);
            assert_eq!(book["targets"].as_array().unwrap().len(), targets, "{plan}");
            for (id, meant) in expected["targets"].as_object().unwrap() {
                let made = find(&book["targets"], "id", id);
                let place = format!("{plan} {year} {id}");
                for key in ["planned", "done", "periods", "met", "state"] {
                    assert_eq!(made[key], meant[key], "{place} {key}");
                }
                if let Some(missing) = meant.get("missing") {
                    assert_eq!(made["missing"], *missing, "{place}");
                    for cell in made["cells"].as_array().unwrap() {
                        let name = cell["value"].as_str().or(cell["id"].as_str()).unwrap();
                        assert_eq!(cell["count"], meant["cells"][name], "{place} {name}");
                        // Each that counts is named.
                        let entries = cell["entries"].as_array().unwrap().len() as u64;
                        assert!(entries <= cell["count"].as_u64().unwrap(), "{place} {name}");
                        compared += 1;
                    }
                }
                let members = meant["members"].as_object().unwrap();
                assert_eq!(made["members"].as_array().unwrap().len(), members.len(), "{place}");
                for (member, meant) in members {
                    let row = find(&made["members"], "id", member);
                    assert_eq!((&row["count"], &row["state"]), (&meant["count"], &meant["state"]), "{place} {member}");
                    compared += 1;
                }
            }
            compared += statistics(&book, &expected, &format!("{plan} {year}"));
        }
    }
    assert!(compared > 700, "only {compared} numbers were compared");
}

/// Compares what is counted beside the targets; how many numbers that were.
fn statistics(book: &Value, expected: &Value, place: &str) -> usize {
    let mut compared = 0;
    let table = expected["adoption"].as_object().unwrap();
    let rows = book["adoption"]["rows"].as_array().unwrap();
    assert_eq!(rows.len(), table.len(), "{place}");
    let (mut sent, mut adopted) = (0, 0);
    for row in rows {
        let key = format!("{} {}", row["level"].as_str().unwrap(), row["outlet"].as_str().unwrap());
        let meant = &table[&key];
        assert_eq!((&row["sent"], &row["adopted"]), (&meant["sent"], &meant["adopted"]), "{place} {key}");
        (sent, adopted) = (sent + meant["sent"].as_u64().unwrap(), adopted + meant["adopted"].as_u64().unwrap());
        if meant["sent"] != 0 {
            let rate = meant["adopted"].as_f64().unwrap() / meant["sent"].as_f64().unwrap();
            assert!((row["rate"].as_f64().unwrap() - rate).abs() < 1e-9, "{place} {key}");
        }
        for month in row["months"].as_array().unwrap() {
            let meant = meant["months"].get(month["month"].as_str().unwrap());
            let number = |key: &str| meant.map_or(0, |meant| meant[key].as_u64().unwrap());
            assert_eq!(
                (month["sent"].as_u64(), month["adopted"].as_u64()),
                (Some(number("sent")), Some(number("adopted")))
            );
            compared += 2;
        }
    }
    assert_eq!((book["adoption"]["sent"].as_u64(), book["adoption"]["adopted"].as_u64()), (Some(sent), Some(adopted)));
    let mut visits = expected["visits"].as_object().unwrap().clone();
    for row in book["festivals"].as_array().unwrap() {
        for cell in row["years"].as_array().unwrap() {
            let key = format!("{} {}", row["festival"].as_str().unwrap(), cell["year"]);
            let meant = visits.remove(&key).unwrap_or(0.into());
            assert_eq!(cell["count"], meant, "{place} {key}");
            compared += 1;
        }
    }
    assert!(visits.is_empty(), "{place}: {visits:?} are not in the ledger");
    if let Some(scores) = expected.get("scores").and_then(Value::as_object) {
        for row in book["scores"].as_array().unwrap().iter().filter(|row| !row["member"].is_null()) {
            let member = row["member"]["id"].as_str().unwrap();
            assert_eq!(row["total"].as_f64(), scores[member].as_f64(), "{place} {member}");
            compared += 1;
        }
    }
    if let Some(paid) = expected.get("rewards") {
        assert_eq!(book["rewards"]["total"].as_f64(), paid.as_f64(), "{place}");
    }
    compared
}

/// Opens a Word file by python-docx: its tables' rows, a line each.
const READ: &str = "import sys, docx\nfor table in docx.Document(sys.argv[1]).tables:\n    for row in table.rows:\n        print('|'.join(cell.text for cell in row.cells))";

#[test]
fn the_ledger_as_word_opens_in_two_programs() {
    let folder = town();
    let folder = folder.path();
    let file = folder.join("台账.docx");
    let out = file.display().to_string();
    let made = lianluo(
        folder,
        "plan-1",
        &["ledger", "--format", "docx", "--year", "2025", "--today", "2026-10-15", "--out", &out],
    );
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let read = Command::new("python3").args(["-c", READ, &out]).output().unwrap();
    assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
    let rows = String::from_utf8_lossy(&read.stdout).into_owned();
    let book = ledger(folder, "plan-1", &["--year", "2025"]);
    for target in book["targets"].as_array().unwrap() {
        let (label, progress) = (target["label"].as_str().unwrap(), target["progress"].as_str().unwrap());
        let row = rows.lines().find(|row| row.contains(label)).unwrap_or_else(|| panic!("no {label} in\n{rows}"));
        assert!(row.contains(progress) || row.contains(&target["done"].to_string()), "{progress}: {row}");
    }
    let office = Command::new("soffice")
        .args(["--headless", "--convert-to", "pdf", "--outdir"])
        .args([folder, &file])
        .env("HOME", folder)
        .output()
        .expect("soffice is needed");
    assert!(office.status.success(), "{}", String::from_utf8_lossy(&office.stderr));
    let text = Command::new("pdftotext")
        .args(["-layout".as_ref(), folder.join("台账.pdf").as_os_str(), "-".as_ref()])
        .output();
    let text = String::from_utf8_lossy(&text.unwrap().stdout).split_whitespace().collect::<String>();
    for words in ["甲组", "2025年", "集中学习", "委员心得体会", "节日走访慰问"] {
        assert!(text.contains(words), "{words} is not in\n{text}");
    }
}

#[test]
fn the_rows_of_members_say_who_left_and_leave_out_who_owed_nothing() {
    let folder = town();
    let folder = folder.path();
    // wei-yuan-10 came in June 2025, wei-yuan-11 left in March 2025.
    for (year, came, gone) in
        [("2024", false, "委员11（2025-03-31离任）"), ("2025", true, "委员11（2025-03-31离任）"), ("2026", true, "")]
    {
        let asked = ["ledger", "--part", "members", "--format", "csv", "--today", "2026-10-15", "--year", year];
        let output = lianluo(folder, "plan-4", &asked);
        let text = String::from_utf8(output.stdout).unwrap();
        let names: Vec<&str> = text.lines().filter_map(|line| line.split(',').next()).collect();
        assert_eq!(names.contains(&"委员10"), came, "{year}\n{text}");
        assert_eq!(names.iter().any(|name| name.contains("离任")), !gone.is_empty(), "{year}\n{text}");
        assert!(gone.is_empty() || names.contains(&gone), "{year}\n{text}");
        let book = ledger(folder, "plan-4", &["--year", year]);
        assert_eq!(
            book["sets"][0]["members"].as_u64(),
            Some(10 + u64::from(came) + u64::from(!gone.is_empty())),
            "{year}"
        );
    }
}

#[test]
fn the_pages_show_the_same_numbers() {
    let folder = town();
    let folder = folder.path();
    let made = lianluo(folder, "plan-1", &["build", "--today", "2026-10-15"]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    for year in ["2024", "2025", "2026"] {
        let public = fs::read(folder.join(format!("site/public/ledger/{year}/index.json"))).unwrap();
        let public: Value = serde_json::from_slice(&public).unwrap();
        let book = ledger(folder, "plan-1", &["--year", year]);
        for target in book["targets"].as_array().unwrap() {
            let shown = find(&public["targets"], "id", target["id"].as_str().unwrap());
            for key in ["planned", "done", "periods", "met", "missing", "progress", "state"] {
                assert_eq!(shown[key], target[key], "{year} {} {key}", target["id"]);
            }
        }
        assert_eq!(public["adoption"]["sent"], book["adoption"]["sent"]);
        assert!(public.get("scores").is_none() && public.get("rewards").is_none());
    }
}
