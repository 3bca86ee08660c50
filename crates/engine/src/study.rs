//! One text read once, for its reading and for the picture.

use jiff::civil::Date;
use model::{Kind, Stance};

use crate::claim::{Mention, Notes, notes};
use crate::detect::{self, Detection};
use crate::extract::{self, Anchor, NameKind, Names, name_words};
use crate::level;
use crate::picture::copies::Print;
use crate::reading::{Exposure, Reading};
use crate::text::Doc;

/// What is known of a text beside its words.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The day it was published or received, by which `yesterday` is understood.
    pub published: Option<Date>,
    /// A day that it was published near to: it tells the year of a date line, or of days told in it, that lack theirs, and
    /// which Tuesday is meant.
    pub near: Option<Date>,
    /// Who published it, where the carrier of the text tells.
    pub publisher: Option<String>,
}

/// All that is kept of a text when it has been read.
#[derive(Clone, Debug)]
pub struct Study {
    /// What it asserts.
    pub notes: Notes,
    /// What it says, shows and exposes.
    pub reading: Reading,
    /// Its own date.
    pub published: Option<Date>,
    /// Its date line, or where there is none, a day told in it, names day and month or a weekday only.
    pub lacks_year: bool,
    /// Its outlet.
    pub publisher: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// By itself it makes or reports threats, and the net sees something of what the rules find; another counts only
    /// beside one that does.
    pub(crate) tells: bool,
    pub(crate) publisher_words: Option<Vec<u64>>,
    /// Its words, by which copies are found; none where it asserts nothing.
    pub print: Print,
}

/// From so much on the net sees something of what the rules find.
const SEEN: f32 = 0.2;
/// The same where the text itself seems to threaten.
const SEEN_THREATENING: f32 = 0.02;

/// Stands in for the day that a date line without a year is near to.
const ANY_DAY: Date = Date::constant(2024, 6, 30);

impl Study {
    /// Reads a text.
    #[must_use]
    pub fn of(text: &str, options: &Options) -> Self {
        let doc = Doc::new(text);
        let known = options.published.or_else(|| extract::published(&doc));
        let published = known.or_else(|| {
            let near = options.near?;
            extract::published_near(&doc, near)
        });
        let anchor = Anchor {
            published,
            near: options.near,
        };
        let lacks_year = published.is_none()
            && (extract::published_near(&doc, ANY_DAY).is_some() || names_day_alone(&doc));
        let masthead = extract::masthead(&doc);
        let publisher = options.publisher.clone().or(masthead.publisher);
        let detection = detect::read(&doc);
        let attested = detection.attested;
        let own = publisher
            .as_deref()
            .map(|name| (name.to_owned(), name_words(name)));
        let names = Names::find(&doc);
        let exposures = extract::exposures(&doc, &names);
        let told = detection.ruled;
        let notes = if told == Stance::Fiction && !attested {
            Notes::default()
        } else {
            let publisher = own.as_ref().map_or(&[][..], |(_, words)| words);
            let quiet = doc.quieted();
            let (doc, names) = match &quiet {
                Some(quiet) => (quiet, Names::find(quiet)),
                None => (&doc, names),
            };
            name_own(notes(doc, names, anchor, publisher, &detection), own)
        };
        let agreed = detection.agreed;
        let reading = reading_of(&doc, detection, exposures);
        let sure = reading.stance == Stance::Reports
            && (notes.mentions.iter()).any(|(mention, _)| is_shown(&reading, mention));
        let least = match told {
            Stance::Makes => SEEN_THREATENING,
            _ => SEEN,
        };
        let tells = attested
            || sure
            || matches!(told, Stance::Reports | Stance::Makes)
                && (agreed >= least
                    || !matches!(reading.stance, Stance::Fiction | Stance::Unrelated)
                        && !reading.behaviours.is_empty()
                    || notes
                        .mentions
                        .iter()
                        .any(|(mention, _)| befalls_somebody(mention)));
        Study {
            print: if tells || !notes.mentions.is_empty() {
                Print::of(text)
            } else {
                Print::default()
            },
            notes,
            reading,
            tells,
            published,
            lacks_year,
            publisher_words: publisher.as_deref().map(name_words),
            publisher,
            title: masthead.title.map(|tokens| doc.slice(tokens).to_owned()),
        }
    }
}

impl Study {
    /// Lets go of what a [`Sketch`](crate::Sketch) needs only while it takes the text in.
    pub fn settle(&mut self) {
        self.print = Print::default();
    }
}

/// What the net is sure of needs no rule to find it.
const CERTAIN: f32 = 0.9;

/// The net is sure of the act that is asserted.
fn is_shown(reading: &Reading, mention: &Mention) -> bool {
    (reading.behaviours.iter())
        .any(|shown| shown.score >= CERTAIN && Kind::from(shown.kind) == mention.kind)
}

/// A price on somebody, or violence that befell somebody named, on a source's word: the rules know it better than the net.
fn befalls_somebody(mention: &Mention) -> bool {
    use Kind::{Ambush, Attack, Bounty, Explosive, Kidnapping};
    let act = mention.act.unwrap_or_default();
    let target = mention.target.as_ref();
    let named = target.is_some_and(|target| target.entity.is_some());
    match mention.kind {
        Bounty => target.is_some() && matches!(act, "kill" | "kidnap" | "injure" | "shoot"),
        Attack | Ambush | Kidnapping | Explosive => named && mention.direct,
        _ => false,
    }
}

/// Days with a month and without a year are told, which another day gives their year.
fn names_day_alone(doc: &Doc) -> bool {
    let near = Anchor {
        published: None,
        near: Some(ANY_DAY),
    };
    let days = extract::dates(doc, near);
    days.iter().any(|day| day.relative && day.start.is_some())
}

/// The reading of one text.
#[must_use]
pub fn read(text: &str, _options: &Options) -> Reading {
    let doc = Doc::new(text);
    let detection = detect::read(&doc);
    let exposures = extract::exposures(&doc, &Names::find(&doc));
    reading_of(&doc, detection, exposures)
}

fn reading_of(doc: &Doc, detection: Detection, exposures: Vec<Exposure>) -> Reading {
    let (level, reasons) = level::of(doc, &detection, &exposures);
    Reading {
        lang: doc.lang,
        threat: detection.threat,
        level,
        reasons,
        stance: detection.stance,
        behaviours: detection.behaviours,
        exposures,
    }
}

/// Gives the text's own outlet its name; without one it is nobody.
fn name_own(mut notes: Notes, own: Option<(String, Vec<u64>)>) -> Notes {
    if let Some((_, words)) = own.as_ref().filter(|_| notes.issuer.is_none()) {
        // an outlet that names itself passes on: what it saw itself is told of as its own
        let sources = &notes.sources;
        let itself = |source: usize| {
            let source = &sources[source];
            let named = !source.own && !source.generic && source.kind != NameKind::Person;
            named && source.words.iter().all(|word| words.contains(word))
        };
        for (mention, _) in &mut notes.mentions {
            mention.direct &= !mention.source.is_some_and(itself);
        }
    }
    for source in notes.sources.iter_mut().filter(|source| source.own) {
        if let Some((name, words)) = &own {
            source.name.clone_from(name);
            source.words.clone_from(words);
        } else {
            source.generic = true;
        }
    }
    notes
}
