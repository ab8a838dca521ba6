//! Rewards and scores by the site's own rules: for the clerk's eyes, never on a page.

use jiff::civil::Date;

use super::counted::Ledger;
use super::period::Range;
use super::target::{Per, Score};
use crate::liaison::entry::{Entry, Submission, text};

/// Money for one piece.
#[derive(Clone, Debug)]
pub struct Rewarded<'l> {
    /// The piece.
    pub entry: &'l Entry,
    /// Who wrote it.
    pub author: String,
    /// The rule.
    pub rule: &'l str,
    /// The adoption that earns it.
    pub submission: Option<&'l Submission>,
    /// The day it counts on.
    pub on: Option<Date>,
    /// How much, in yuan.
    pub yuan: f64,
}

/// What is to be paid for a range: of each entry the adoption that earns most, once.
pub fn rewards(ledger: &Ledger, range: Range) -> Vec<Rewarded<'_>> {
    let mut all: Vec<Rewarded> = Vec::new();
    for rule in &ledger.rules.rewards {
        for item in ledger.items(&rule.sources) {
            if !item.date.is_some_and(|day| range.has(day)) {
                continue;
            }
            let author = item.entry.extra().and_then(|extra| text(extra, "author")).unwrap_or_default();
            let (entry, submission, on) = (item.entry, item.submission, item.date);
            let new = Rewarded { entry, author: author.to_owned(), rule: &rule.label, submission, on, yuan: rule.yuan };
            match all.iter_mut().find(|other| other.entry.path == entry.path) {
                Some(other) if new.yuan > other.yuan => *other = new,
                Some(_) => {}
                None => all.push(new),
            }
        }
    }
    all.sort_by(|a, b| a.on.cmp(&b.on).then_with(|| a.entry.path.cmp(&b.entry.path)));
    all
}

/// The points of one heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Heading {
    /// Its name.
    pub name: String,
    /// How many deeds.
    pub count: u64,
    /// The points, not more than the cap.
    pub points: f64,
}

/// The points of a member, or of the group.
#[derive(Clone, Debug)]
pub struct Scored<'l> {
    /// The member; none for the group.
    pub member: Option<&'l Entry>,
    /// By heading, in the order of the rules.
    pub headings: Vec<Heading>,
    /// All points.
    pub total: f64,
}

/// The points of a range: the group's where a rule is for it, then every member's.
pub fn scores(ledger: &Ledger, range: Range) -> Vec<Scored<'_>> {
    let rules = |per: Per| ledger.rules.scores.iter().filter(move |rule| rule.per == per).collect::<Vec<&Score>>();
    let (of_group, of_members) = (rules(Per::Group), rules(Per::Member));
    let mut scored = Vec::new();
    if !of_group.is_empty() {
        scored.push(score(ledger, range, &of_group, None));
    }
    if !of_members.is_empty() {
        let members = ledger.members.iter().map(|at| &ledger.entries[*at]);
        scored.extend(members.map(|member| score(ledger, range, &of_members, Some(member))));
    }
    scored
}

fn score<'l>(ledger: &'l Ledger, range: Range, rules: &[&Score], member: Option<&'l Entry>) -> Scored<'l> {
    let mut headings: Vec<(Heading, Option<f64>)> = Vec::new();
    for rule in rules {
        let counts = |item: &super::item::Item| {
            item.date.is_some_and(|day| range.has(day))
                && member.is_none_or(|member| item.members.contains(&member.id.as_str()))
        };
        let count = ledger.items(&rule.sources).iter().filter(|item| counts(item)).count() as u64;
        let points = count as f64 * rule.points;
        match headings.iter_mut().find(|(heading, _)| heading.name == rule.heading) {
            Some((heading, cap)) => {
                heading.count += count;
                heading.points += points;
                *cap = cap.or(rule.cap);
            }
            None => headings.push((Heading { name: rule.heading.clone(), count, points }, rule.cap)),
        }
    }
    let capped = |(mut heading, cap): (Heading, Option<f64>)| {
        heading.points = cap.map_or(heading.points, |cap| heading.points.min(cap));
        heading
    };
    let headings: Vec<Heading> = headings.into_iter().map(capped).collect();
    let total = headings.iter().map(|heading| heading.points).sum();
    Scored { member, headings, total }
}
