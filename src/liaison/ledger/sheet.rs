//! The ledger as plain tables, for the terminal, CSV and Word: a title, a head, rows of texts.

use super::adoption::{Taken, adoptions};
use super::counted::Ledger;
use super::issue::issues;
use super::occasion::festivals;
use super::period::{Range, State};
use super::report::{progress, row_state};
use super::score::{rewards, scores};
use super::tally::{Tally, left, tally};
use super::target::Per;
use super::task::tasks;
use crate::liaison::entry::{Entry, Visibility};

/// A part of the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// What is owed and done.
    Targets,
    /// The entries that count.
    Entries,
    /// Every member's lights.
    Members,
    /// Tasks of the plans.
    Tasks,
    /// Adoptions by outlet, level and month.
    Adoption,
    /// Adoptions by author.
    Authors,
    /// Rewards.
    Rewards,
    /// Scores.
    Scores,
    /// Festivals and years.
    Festivals,
    /// Problems of supervision.
    Issues,
}

impl Part {
    /// All parts with their names on the command line.
    pub const ALL: [(&'static str, Part); 10] = [
        ("targets", Part::Targets),
        ("entries", Part::Entries),
        ("members", Part::Members),
        ("tasks", Part::Tasks),
        ("adoption", Part::Adoption),
        ("authors", Part::Authors),
        ("rewards", Part::Rewards),
        ("scores", Part::Scores),
        ("festivals", Part::Festivals),
        ("issues", Part::Issues),
    ];
}

/// A table of texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Its title.
    pub title: String,
    /// The names of its columns.
    pub head: Vec<String>,
    /// Its rows, as long as the head.
    pub rows: Vec<Vec<String>>,
}

/// The sheets of the parts asked for (all of them if none is), in the language of the site; empty ones are left out unless
/// they were asked for.
pub fn sheets(ledger: &Ledger, range: Range, member: Option<&str>, parts: &[Part]) -> Vec<Sheet> {
    let tallies: Vec<Tally> = ledger.rules.targets.iter().map(|target| tally(ledger, target, range)).collect();
    let maker = Maker { ledger, range, member, tallies: &tallies };
    let asked = |part: Part| parts.is_empty() || parts.contains(&part);
    let all = Part::ALL.iter().filter(|(_, part)| asked(*part)).map(|(_, part)| maker.sheet(*part));
    all.filter(|sheet| !parts.is_empty() || !sheet.rows.is_empty()).collect()
}

struct Maker<'a> {
    ledger: &'a Ledger,
    range: Range,
    member: Option<&'a str>,
    tallies: &'a [Tally<'a>],
}

impl Maker<'_> {
    fn sheet(&self, part: Part) -> Sheet {
        let (zh, en, head, rows) = match part {
            Part::Targets => self.targets(),
            Part::Entries => self.entries(),
            Part::Members => self.members(),
            Part::Tasks => self.tasks(),
            Part::Adoption => self.adoption(),
            Part::Authors => self.authors(),
            Part::Rewards => self.rewards(),
            Part::Scores => self.scores(),
            Part::Festivals => self.festivals(),
            Part::Issues => self.issues(),
        };
        Sheet { title: self.say(zh, en), head, rows }
    }

    fn say(&self, zh: &str, en: &str) -> String {
        if self.ledger.zh { zh.to_owned() } else { en.to_owned() }
    }

    fn head(&self, names: &[(&str, &str)]) -> Vec<String> {
        names.iter().map(|(zh, en)| self.say(zh, en)).collect()
    }

    fn wanted(&self, member: &Entry) -> bool {
        self.member.is_none_or(|id| member.id == id)
    }

    /// The members other than the one asked for are not asked for.
    fn state(&self, state: State) -> String {
        match state {
            State::Met => self.say("完成", "done"),
            State::Missing => self.say("未完成", "missing"),
            State::Open => self.say("进行中", "open"),
            State::Future => self.say("未到时间", "not yet"),
            State::Off => self.say("不计", "not owed"),
        }
    }

    fn targets(&self) -> Rows {
        let rows = self.tallies.iter().map(|tally| {
            let target = tally.target;
            let missing = tally.cells.iter().filter(|cell| cell.state == State::Missing);
            let missing = missing.map(|cell| cell.value.clone().unwrap_or_else(|| cell.period.label.clone()));
            let per = if target.per == Per::Member {
                self.say("每位委员", "each member")
            } else {
                self.say("全组", "group")
            };
            vec![
                target.label.clone(),
                per,
                tally.planned.to_string(),
                tally.done.to_string(),
                progress(tally),
                self.state(tally.state),
                missing.collect::<Vec<_>>().join("、"),
            ]
        });
        let head = [
            ("任务", "target"),
            ("范围", "per"),
            ("应完成", "planned"),
            ("已完成", "done"),
            ("进度", "progress"),
            ("状态", "state"),
            ("欠缺", "missing"),
        ];
        ("年度任务", "Targets", self.head(&head), rows.collect())
    }

    fn entries(&self) -> Rows {
        let mut rows = Vec::new();
        for tally in self.tallies {
            for cell in &tally.cells {
                for entry in &cell.entries {
                    if self.member.is_some_and(|id| !entry.members.iter().any(|member| member == id)) {
                        continue;
                    }
                    let seen = match entry.visibility {
                        Visibility::Public => self.say("公开", "public"),
                        Visibility::Count => self.say("只计数", "counted"),
                        Visibility::Internal => self.say("内部", "internal"),
                    };
                    let date = entry.date.map(|day| day.to_string()).unwrap_or_default();
                    let label = cell.value.clone().unwrap_or_else(|| cell.period.label.clone());
                    let (title, path) = (entry.title.clone(), entry.path.to_string());
                    rows.push(vec![tally.target.label.clone(), label, date, title, seen, path]);
                }
            }
        }
        let head = [
            ("任务", "target"),
            ("时段", "period"),
            ("日期", "date"),
            ("标题", "title"),
            ("公开范围", "visibility"),
            ("文件", "file"),
        ];
        ("计入的条目", "Entries that count", self.head(&head), rows)
    }

    fn members(&self) -> Rows {
        let of_members: Vec<&Tally> = self.tallies.iter().filter(|tally| tally.target.per == Per::Member).collect();
        let mut head = self.head(&[("委员", "member")]);
        head.extend(of_members.iter().map(|tally| tally.target.short.clone()));
        let members = self.ledger.members.iter().map(|at| &self.ledger.entries[*at]);
        // Who owes nothing in the whole range, since he came later or left before, has no row.
        let owes = |member: &&Entry| {
            of_members.iter().flat_map(|tally| &tally.members).any(|row| row.member.path == member.path)
        };
        let rows = members.filter(|member| self.wanted(member)).filter(owes).map(|member| {
            let mut name = member.word("name").unwrap_or(&member.title).to_owned();
            if let Some(day) = left(member, self.ledger.today) {
                name.push_str(&self.say(&format!("（{day}离任）"), &format!(" (left {day})")));
            }
            let mut row = vec![name];
            row.extend(of_members.iter().map(|tally| {
                let Some(found) = tally.members.iter().find(|row| row.member.path == member.path) else {
                    return "—".to_owned();
                };
                let count: u64 = found.cells.iter().map(|cell| cell.count).sum();
                let owed = found.cells.iter().filter(|cell| cell.state != State::Off).count() as u64;
                let mark = if row_state(found) == State::Met { "✓" } else { "" };
                format!("{count}/{}{mark}", owed * tally.target.min)
            }));
            row
        });
        ("委员履职", "Members", head, rows.collect())
    }

    fn tasks(&self) -> Rows {
        let rows = tasks(self.ledger, self.range).into_iter().map(|task| {
            let done: Vec<&str> = task.done_by.iter().map(|entry| entry.title.as_str()).collect();
            let quarter = task.quarter.map(|quarter| quarter.to_string()).unwrap_or_default();
            vec![quarter, task.text.to_owned(), self.state(task.state), done.join("、"), task.plan.title.clone()]
        });
        let head =
            [("季度", "quarter"), ("任务", "task"), ("状态", "state"), ("完成条目", "done by"), ("计划", "plan")];
        ("计划与完成", "Planned and done", self.head(&head), rows.collect())
    }

    fn rate(taken: Taken) -> String {
        taken.rate().map_or(String::new(), |rate| format!("{:.1}%", rate * 100.0))
    }

    fn adoption(&self) -> Rows {
        let table = adoptions(self.ledger, self.range, true);
        let mut head = self.head(&[("级别", "level"), ("报送单位", "outlet")]);
        for month in &table.months {
            head.push(format!("{}{}", month.label, self.say("报送", " sent")));
            head.push(format!("{}{}", month.label, self.say("采用", " adopted")));
        }
        head.extend(self.head(&[("报送数", "sent"), ("采用数", "adopted"), ("采用率", "rate")]));
        let line = |level: &str, outlet: &str, months: &[Taken], total: Taken| {
            let mut row = vec![level.to_owned(), outlet.to_owned()];
            row.extend(months.iter().flat_map(|taken| [taken.sent.to_string(), taken.adopted.to_string()]));
            row.extend([total.sent.to_string(), total.adopted.to_string(), Self::rate(total)]);
            row
        };
        let mut rows: Vec<Vec<String>> =
            table.rows.iter().map(|row| line(&row.level, &row.outlet, &row.months, row.total)).collect();
        if !rows.is_empty() {
            rows.push(line(&self.say("合计", "all"), "", &table.sums, table.total));
        }
        ("报送与采用", "Adoption", head, rows)
    }

    fn authors(&self) -> Rows {
        let table = adoptions(self.ledger, self.range, true);
        let rows = table.authors.iter().map(|(author, taken)| {
            vec![author.clone(), taken.sent.to_string(), taken.adopted.to_string(), Self::rate(*taken)]
        });
        let head = [("作者", "author"), ("报送数", "sent"), ("采用数", "adopted"), ("采用率", "rate")];
        ("作者采用情况", "Authors", self.head(&head), rows.collect())
    }

    fn rewards(&self) -> Rows {
        let all = rewards(self.ledger, self.range);
        let mut rows: Vec<Vec<String>> = all
            .iter()
            .map(|reward| {
                let submission = reward.submission;
                vec![
                    reward.on.map(|day| day.to_string()).unwrap_or_default(),
                    reward.entry.title.clone(),
                    reward.author.clone(),
                    submission.map(|it| it.outlet.clone()).unwrap_or_default(),
                    submission.and_then(|it| it.level.clone()).unwrap_or_default(),
                    reward.rule.to_owned(),
                    number(reward.yuan),
                ]
            })
            .collect();
        if !rows.is_empty() {
            let total = number(all.iter().map(|reward| reward.yuan).sum());
            let mut row = vec![self.say("合计", "all")];
            row.resize(6, String::new());
            row.push(total);
            rows.push(row);
        }
        let head = [
            ("采用日期", "on"),
            ("标题", "title"),
            ("作者", "author"),
            ("采用单位", "outlet"),
            ("级别", "level"),
            ("奖励项目", "rule"),
            ("金额（元）", "yuan"),
        ];
        ("采用奖励清单", "Rewards", self.head(&head), rows)
    }

    fn scores(&self) -> Rows {
        let all = scores(self.ledger, self.range);
        let mut head = self.head(&[("委员", "member")]);
        let names = all.iter().max_by_key(|score| score.headings.len());
        head.extend(names.iter().flat_map(|score| score.headings.iter().map(|heading| heading.name.clone())));
        head.extend(self.head(&[("合计", "total")]));
        let wide = head.len();
        let rows = all.iter().filter(|score| score.member.is_none_or(|member| self.wanted(member))).map(|score| {
            let name = match score.member {
                Some(member) => member.word("name").unwrap_or(&member.title).to_owned(),
                None => self.say("全组", "group"),
            };
            let mut row = vec![name];
            row.extend(score.headings.iter().map(|heading| number(heading.points)));
            row.resize(wide - 1, String::new());
            row.push(number(score.total));
            row
        });
        ("考评得分", "Scores", head, rows.collect())
    }

    fn festivals(&self) -> Rows {
        let mut head = self.head(&[("节日", "festival")]);
        head.extend(self.ledger.years().iter().map(ToString::to_string));
        let rows = festivals(self.ledger).into_iter().map(|row| {
            let mut line = vec![row.festival.clone()];
            line.extend(row.years.iter().map(|cell| match (cell.entries.len(), cell.state) {
                (0, State::Missing) => self.say("缺", "missed"),
                (0, State::Off) => "—".to_owned(),
                (count, _) => count.to_string(),
            }));
            line
        });
        ("节日慰问", "Festivals", head, rows.collect())
    }

    fn issues(&self) -> Rows {
        let rows = issues(self.ledger, Some(self.range)).into_iter().map(|issue| {
            let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
            let state = if issue.is_closed() { self.say("已整改", "closed") } else { self.say("未整改", "open") };
            vec![
                issue.problem.to_owned(),
                day(issue.reported),
                day(issue.rectified),
                issue.result.unwrap_or_default().to_owned(),
                state,
                issue.entry.title.clone(),
            ]
        });
        let head = [
            ("问题", "problem"),
            ("上报日期", "reported"),
            ("整改日期", "rectified"),
            ("结果", "result"),
            ("状态", "state"),
            ("条目", "entry"),
        ];
        ("监督台账", "Issues", self.head(&head), rows.collect())
    }
}

/// Title in Chinese and English, head, rows.
type Rows = (&'static str, &'static str, Vec<String>, Vec<Vec<String>>);

/// Whole numbers without a fraction.
fn number(value: f64) -> String {
    if value.fract() == 0.0 { format!("{value:.0}") } else { value.to_string() }
}
