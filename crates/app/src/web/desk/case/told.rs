//! What a case's page shows of what others were told, and of people of whom nothing is kept any more.

use model::case::part::Part;
use store::{Case, Gone};

use super::view::Showing;
use crate::act::by_number;
use crate::act::case::{self, Accepted, Person, Released};
use crate::output;
use crate::web::desk::page::{Lang, When, words};
use crate::web::desk::text::visible;

/// Something that somebody outside was told.
pub struct Told {
    pub place: u64,
    pub acted: u64,
    pub recipient: String,
    pub kind: String,
    pub content: String,
    /// About whom, unless nothing is kept about them any more.
    pub about: Option<String>,
    pub what: String,
    pub marking: &'static str,
    pub basis: String,
    pub why: String,
    /// By which right, and by what agreement.
    pub more: Vec<String>,
    pub by: String,
    pub when: When,
    pub correction: Option<String>,
    /// Whether the recipient must be told of that.
    pub waits: bool,
}

/// A claim, accepted or to be accepted.
pub struct Claimed {
    pub statement: String,
    pub quote: String,
    pub report: u64,
    pub name: String,
    /// On whose word the report says it.
    pub voice: Option<String>,
    /// How many origins, and how far it can be believed.
    pub grade: String,
    /// Who accepted it, and when; none where nobody did.
    pub by: Option<(String, When)>,
}

/// Somebody of whom nothing is kept any more.
pub struct Ended {
    pub who: String,
    pub made: When,
    pub why: String,
}

impl Showing<'_> {
    /// What is accepted as known, in the order in which it was accepted.
    pub fn claims(&self, case: &Case) -> Vec<Claimed> {
        let all = case::accepted(case).map(|(part, accepted)| Claimed {
            by: Some((
                self.names.get(&part.by),
                When::ago(self.lang(), part.made, self.staff.now),
            )),
            ..self.claim(&accepted)
        });
        all.collect()
    }

    /// A claim, as far as it says itself.
    pub fn claim(&self, accepted: &Accepted) -> Claimed {
        let words = words(self.lang());
        let reports = words.count("claim.reports", accepted.reports, &[]);
        let origins = words.count("claim.origins", accepted.origins, &[]);
        let credibility = self.of("validity", accepted.credibility);
        let mut grade = format!("{reports}, {origins} · {credibility}");
        if accepted.is_contested {
            grade = format!("{grade} · {}", words.get("claim.contested"));
        }
        Claimed {
            statement: visible(self.sentence(accepted)),
            quote: visible(&accepted.quote),
            report: accepted.report,
            name: Some(visible(&accepted.name))
                .filter(|name| *name != by_number(accepted.report))
                .unwrap_or_default(),
            voice: accepted.voice.as_deref().map(visible),
            grade,
            by: None,
        }
    }

    /// Its sentence in the reader's language.
    pub fn sentence<'a>(&self, accepted: &'a Accepted) -> &'a str {
        match self.lang() {
            Lang::En => &accepted.en,
            Lang::Es => &accepted.es,
        }
    }

    /// What others were told, the last first.
    pub fn releases(&self, case: &Case) -> Vec<Told> {
        let parts = case.parts.iter().filter(|part| part.kind == Part::Release);
        let told = parts.rev().filter_map(|part| {
            let released: Released = case::content(&part.body)?;
            Some(self.release(case, part, &released))
        });
        told.collect()
    }

    fn release(&self, case: &Case, part: &store::Part, released: &Released) -> Told {
        let lang = self.staff.lang;
        let words = words(lang);
        let mut more = Vec::new();
        if !released.right.is_empty() {
            more.push(visible(&released.right));
        }
        more.extend((released.agreement.iter()).map(|one| visible(&one.reference)));
        let correction = released.correction.as_ref().map(|one| {
            let why = words.of_kind("purge", one.why.as_str());
            let day = When::day(lang, one.at).words;
            match &one.told {
                Some(told) => {
                    let who = self.names.get(&told.by);
                    let at = When::day(lang, told.at).words;
                    let named: [(&str, &dyn std::fmt::Display); 4] =
                        [("why", &why), ("day", &day), ("who", &who), ("at", &at)];
                    words.fill("release.corrected.told", &named)
                }
                None => words.fill("release.corrected", &[("why", &why), ("day", &day)]),
            }
        });
        let basis = released
            .basis
            .map(|one| words.of_kind("basis", one.as_str()));
        Told {
            place: part.place,
            acted: part.acted,
            recipient: visible(&released.recipient),
            kind: words.of_kind("recipient", released.kind.as_str()),
            content: words.of_kind("content", released.content.as_str()),
            about: released.about.and_then(|place| {
                let person: Person = case::content(&case.part(place)?.body)?;
                Some(visible(&output::short(&person.name, 80)))
            }),
            what: visible(&released.what),
            marking: released.marking.as_str(),
            basis: basis.unwrap_or_default(),
            why: visible(released.danger.as_ref().unwrap_or(&released.need)),
            more,
            by: self.names.get(&part.by),
            when: When::ago(lang, part.made, self.staff.now),
            correction,
            waits: released.waits(),
        }
    }

    /// People of whom nothing is kept any more.
    pub fn ended(&self, gone: Vec<Gone>) -> Vec<Ended> {
        let words = words(self.staff.lang);
        let ended = gone.into_iter().map(|one| Ended {
            who: self.names.get(&one.by),
            made: When::day(self.staff.lang, one.made),
            why: match one.why {
                Some(why) => words.of_kind("purge", why.as_str()),
                None => words.get("person.gone.unknown").to_owned(),
            },
        });
        ended.collect()
    }
}
