//! The names that are asked for: what each of them is asked as, in turn, and what the answers for both
//! families come to. It remembers nothing, and makes no socket.

use super::{
    answer::Families,
    error::LookupError,
    exchange::{Exchange, Ids, Question, State},
    hosts::bare,
    message::family_of,
    outcome::{Failed, Found, Outcome},
    query::{Query, WireName},
    system::{Pacing, Settings},
};
use hickory_proto::rr::RecordType;
use std::{collections::BTreeSet, rc::Rc, time::Duration, vec};

/// How long an answer holds that lacks a family because its question went unanswered.
const INCOMPLETE_TTL: Duration = Duration::from_secs(30);

/// What comes of asking.
pub(super) struct Asked {
    /// What became of each name.
    pub(super) outcomes: Vec<(String, Outcome)>,
    /// How many questions were put.
    pub(super) questions: u64,
}

/// Asks for the addresses of `families` of all `names` and waits, no longer than until `deadline` in all.
///
/// `exchange` is with the servers of `settings`.
pub(super) fn ask(
    names: BTreeSet<String>,
    families: Families,
    settings: &Settings,
    mut exchange: Exchange<'_>,
) -> Asked {
    let mut ids = Ids::new();
    let mut searches: Vec<_> = names
        .into_iter()
        .map(|name| Search::new(name, families, settings))
        .collect();
    loop {
        let mut questions = Vec::new();
        for search in &mut searches {
            search.go_on(&mut exchange, &mut ids, settings);
            let open = search.questions.iter_mut();
            questions.extend(open.filter(|question| question.outcome().is_none()));
        }
        if questions.is_empty() {
            break;
        }
        exchange.step(&mut questions);
    }
    let outcome = |search: Search| Some((search.name, search.outcome?));
    Asked {
        outcomes: searches.into_iter().filter_map(outcome).collect(),
        questions: exchange.asked,
    }
}

/// A name that is asked for.
struct Search {
    name: String,
    /// Those that are asked for.
    families: Families,
    candidates: vec::IntoIter<WireName>,
    /// Those for the present candidate, IPv4 first.
    questions: Vec<Question>,
    /// What became of the candidates before.
    failure: Option<Failed>,
    outcome: Option<Outcome>,
}

impl Search {
    fn new(name: String, families: Families, settings: &Settings) -> Self {
        Self {
            candidates: settings.candidates(&name).into_iter(),
            name,
            families,
            questions: Vec::new(),
            failure: None,
            outcome: None,
        }
    }

    /// Draws the conclusions of what the questions came to, up to the next questions or the outcome.
    fn go_on(&mut self, exchange: &mut Exchange<'_>, ids: &mut Ids, settings: &Settings) {
        while self.outcome.is_none() {
            self.settle(exchange, settings);
            let asked = self.questions.first().map(|one| one.query.name.clone());
            if self.questions.iter().any(|one| one.outcome().is_none()) {
                return;
            }
            let answered = self.questions.drain(..);
            let outcomes = answered.filter_map(|question| match question.state {
                State::Done(outcome) => Some(outcome),
                _ => None,
            });
            let ttl = incomplete_ttl(exchange);
            match outcomes.reduce(|one, other| both(one, other, ttl)) {
                Some(Ok(found)) => {
                    let found = found.behind(self.failure, ttl).tidied();
                    let completed = asked.and_then(|asked| self.completed(&asked));
                    self.outcome = Some(Ok(Found { completed, ..found }));
                }
                Some(Err(failed)) => {
                    self.failure = Some(self.failure.map_or(failed, |all| all.and(failed)));
                }
                None => {}
            }
            if self.outcome.is_none() {
                self.ask_next(ids, settings);
            }
        }
    }

    /// The text of the name that was `asked`, where the search list made it.
    fn completed(&self, asked: &WireName) -> Option<Rc<str>> {
        let is_as_given = WireName::parse(&self.name).is_some_and(|given| given == *asked);
        let text = || bare(&asked.to_string()).to_ascii_lowercase();
        (!is_as_given).then(|| text().into())
    }

    /// Begins with the next candidate, or ends without one.
    fn ask_next(&mut self, ids: &mut Ids, settings: &Settings) {
        let Some(name) = self.candidates.next() else {
            let none = Failed::new(LookupError::NotFound, None);
            self.outcome = Some(Err(self.failure.unwrap_or(none)));
            return;
        };
        let kinds = [RecordType::A, RecordType::AAAA].into_iter();
        let is_asked = |kind: &_| self.families.has(family_of(*kind));
        let asked = kinds.filter(is_asked);
        self.questions = asked
            .enumerate()
            .map(|(place, kind)| {
                let state = match settings.pacing {
                    Pacing::InTurn | Pacing::Reopening if place > 0 => State::Held,
                    _ => State::Unsent,
                };
                let name = name.clone();
                Question::new(Query { name, kind }, state, ids.next())
            })
            .collect();
    }

    /// Decides on what depends on the question for the other family.
    ///
    /// A server that has addresses of one family, and fails or is silent for the other one, does so for
    /// ever, as some do for AAAA records: as glibc, this makes do with what there is then. Where it fails
    /// for both, the next one is asked.
    fn settle(&mut self, exchange: &mut Exchange<'_>, settings: &Settings) {
        let [one, other] = &mut self.questions[..] else {
            for question in &mut self.questions {
                if matches!(question.state, State::Refused) {
                    exchange.give_up(question);
                }
            }
            return;
        };
        if matches!(other.state, State::Held)
            && matches!(one.state, State::Done(_) | State::Refused)
        {
            other.state = State::Unsent;
            if settings.pacing == Pacing::Reopening {
                exchange.reopen();
            }
        }
        for _ in 0..2 {
            let is_found = matches!(other.outcome(), Some(Ok(_)));
            let is_refused = matches!(one.state, State::Refused);
            if is_found && one.was_given_up_by_the_server_of(other) {
                one.state = State::Done(Err(Failed::TEMPORARY));
            } else if is_refused && !other.is_as_far_as(one) {
                exchange.give_up(one);
            }
            std::mem::swap(one, other);
        }
    }
}

/// How long an answer holds that lacks a family. Where this process had no socket to ask with, the
/// next lookup may have one.
fn incomplete_ttl(exchange: &Exchange<'_>) -> Duration {
    match exchange.lacked_a_socket {
        true => Duration::ZERO,
        false => INCOMPLETE_TTL,
    }
}

/// What the answers for both families come to; without an answer for one of them for `ttl` at most.
fn both(one: Outcome, other: Outcome, ttl: Duration) -> Outcome {
    match (one, other) {
        (Ok(one), Ok(other)) => Ok(one.and(other)),
        (Ok(found), Err(failed)) | (Err(failed), Ok(found)) => Ok(found.without(&failed, ttl)),
        (Err(one), Err(other)) => Err(one.of_both_families(other)),
    }
}
