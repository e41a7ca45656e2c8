//! What was seen of each rule: how often, when, by which pages and places.

use super::suggestion::{Advice, Form, Suggestion};
use crate::log::{date::Day, entry::Entry};
use std::collections::{BTreeMap, BTreeSet};

/// All that logs taught.
#[derive(Debug, Default)]
pub struct Learned {
    /// Rules in force, by application, and in the order in which they are printed.
    pub rules: BTreeMap<String, BTreeMap<(Form, String), Seen>>,
    /// Rules that somebody should look at first.
    pub doubtful: BTreeMap<String, BTreeMap<(Form, String), Seen>>,
    /// Targets that no rule opens, by reason.
    pub not_by_rules: BTreeMap<String, Seen>,
    /// Targets that need no rule.
    pub without_rule: Seen,
    /// When.
    pub days: Days,
}

/// The first and the last day.
#[derive(Debug, Default, Clone, Copy)]
pub struct Days(pub Option<(Day, Day)>);

impl Days {
    fn add(&mut self, day: Option<Day>) {
        if let Some(day) = day {
            let (first, last) = self.0.unwrap_or((day, day));
            self.0 = Some((first.min(day), last.max(day)));
        }
    }
}

/// What was seen of one thing.
#[derive(Debug, Default)]
pub struct Seen {
    /// How often.
    pub times: u64,
    /// When.
    pub days: Days,
    /// Why it was refused or allowed.
    pub reasons: BTreeSet<String>,
    /// What was reached for.
    pub targets: BTreeMap<String, u64>,
    /// By which names.
    pub names: BTreeSet<String>,
    /// By which functions.
    pub vias: BTreeMap<String, u64>,
    /// On which pages.
    pub pages: BTreeMap<String, u64>,
    /// At which places of the code.
    pub places: BTreeMap<String, u64>,
    /// Wider rules that would do too.
    pub wider: BTreeSet<String>,
    /// What speaks against it.
    pub caution: Option<&'static str>,
}

impl Learned {
    /// Adds a decision and what is advised about it.
    pub fn add(&mut self, entry: &Entry, advice: Advice) {
        self.days.add(entry.day);
        match advice {
            Advice::Rule(suggestion) => self.add_rule(entry, suggestion),
            Advice::NoNeed => self.without_rule.add(entry),
            Advice::NoRule => {
                let reason = self.not_by_rules.entry(entry.reason.clone());
                reason.or_default().add(entry);
            }
        }
    }

    fn add_rule(&mut self, entry: &Entry, suggestion: Suggestion) {
        let of_applications = match suggestion.caution {
            None => &mut self.rules,
            Some(_) => &mut self.doubtful,
        };
        let rules = of_applications
            .entry(entry.application.clone())
            .or_default();
        let seen = rules.entry((suggestion.form, suggestion.rule)).or_default();
        seen.caution = suggestion.caution;
        seen.wider.extend(suggestion.wider);
        seen.add(entry);
    }
}

impl Seen {
    fn add(&mut self, entry: &Entry) {
        self.times += entry.times;
        self.days.add(entry.day);
        self.reasons.insert(entry.reason.clone());
        self.names.extend(entry.name.clone());
        count(&mut self.targets, Some(&entry.target), entry.times);
        count(&mut self.vias, Some(&entry.via), entry.times);
        count(&mut self.pages, entry.page.as_ref(), entry.times);
        count(&mut self.places, entry.at.as_ref(), entry.times);
    }
}

fn count(counts: &mut BTreeMap<String, u64>, text: Option<&String>, times: u64) {
    if let Some(text) = text {
        *counts.entry(text.clone()).or_default() += times;
    }
}
