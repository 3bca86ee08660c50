//! Who says what: the speaker of each sentence, and on which occasion.

mod finder;
mod frame;
mod interview;
mod letter;
mod letterhead;
mod paper;
mod pronoun;
mod sight;
mod subject;
mod thread;

use std::collections::BTreeSet;
use std::ops::Range;

use crate::extract::Names;
use crate::text::{Doc, Sentence, TokenKind};

use super::source::Sources;
use finder::Finder;
pub(super) use finder::TELLING;

/// Sentences below a lead in which its source may be named.
const LEAD: usize = 4;

/// One passage told on somebody's word.
#[derive(Clone, Debug)]
pub(crate) struct Attribution {
    /// The telling verb or `according to`.
    pub at: usize,
    /// A word of the speaker's name or role; the telling verb for a pronoun.
    pub speaker: usize,
    /// What is told stands on a cited source: `citing the police`.
    pub cites: bool,
    /// The sentence.
    pub sentence: usize,
    /// Index into the sources.
    pub source: usize,
    /// The speaker denies what follows.
    pub denies: bool,
    /// Told by no verb: a paper or a complaint of the speaker's is named.
    pub in_passing: bool,
}

impl Attribution {
    /// Told without denial, on nobody else's word.
    fn plain(at: usize, speaker: usize, sentence: usize, source: usize) -> Self {
        Attribution {
            at,
            speaker,
            cites: false,
            sentence,
            source,
            denies: false,
            in_passing: false,
        }
    }
}

/// How rules know on whose word a passage stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// They know nobody.
    None,
    /// Its sentence says so.
    Said,
    /// A label of its paragraph.
    Label,
    /// It goes on right behind one that names the only source of its paragraph.
    Continued,
    /// The name behind a quotation of several sentences.
    Closing,
    /// Whoever spoke before.
    Carried,
    /// Whose release the text is.
    Issuer,
    /// Whoever is named below the lead.
    Below,
    /// On whose word most of the text rests.
    Main,
    /// Whoever did it.
    Actor,
}

/// On whose word a passage stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    /// One of the sources.
    pub source: Option<usize>,
    /// How this is known.
    pub way: Way,
    /// The sentence itself names the source, or stands in a text or passage of theirs.
    pub direct: bool,
}

/// Who speaks in each sentence of a text.
#[derive(Debug, Default)]
pub(crate) struct Voices {
    /// In order of position.
    pub said: Vec<Attribution>,
    /// For each sentence, who goes on speaking where it names nobody, and how that is known.
    pub carried: Vec<Option<(usize, Way)>>,
    /// The labels of speakers in a transcript.
    pub labels: Vec<Range<usize>>,
    /// Paragraphs that start with such a label.
    pub told: BTreeSet<u32>,
    /// Paragraphs in which a host speaks, in whose words nobody's go on.
    pub hosts: BTreeSet<u32>,
    /// Sentences that tell what a body itself decided or did, where they cite nobody.
    pub acting: std::collections::BTreeMap<usize, usize>,
    /// Whose word the text is where it names nobody: the issuer of a release.
    pub issuer: Option<usize>,
}

impl Voices {
    /// Finds the speakers of a text.
    pub(crate) fn find(doc: &Doc, names: &Names, publisher: &[u64], sources: &mut Sources) -> Self {
        let mut finder = Finder::new(doc, names, sources);
        finder.voices.issuer = finder.find_issuer(publisher);
        for sentence in 0..doc.sentences.len() {
            finder.read_sentence(sentence);
        }
        finder.find_hosts();
        finder.carry();
        finder.answer();
        finder.read_thread();
        finder.speak_as_issuer();
        finder.voices
    }

    /// On whose word a passage stands: the nearest telling in its sentence, else whoever goes on
    /// speaking, else the issuer.
    pub(crate) fn source_of(&self, sentence: usize, token: usize) -> Word {
        let nearest = self
            .in_sentence(sentence)
            .min_by_key(|said| (!said.cites, said.at.abs_diff(token)));
        if let Some(said) = nearest {
            return Word {
                source: Some(said.source),
                way: Way::Said,
                direct: true,
            };
        }
        let carried = self.carried.get(sentence).copied().flatten();
        let issuer = self.issuer.map(|issuer| (issuer, Way::Issuer));
        let below = || Some((self.sourced_below(sentence)?, Way::Below));
        let known = carried.or(issuer).or_else(below);
        let way = known.map_or(Way::None, |(_, way)| way);
        Word {
            source: known.map(|(source, _)| source),
            way,
            direct: self.issuer.is_some()
                || matches!(way, Way::Label | Way::Continued | Way::Closing),
        }
    }

    /// On whose word an answer to what happened stands, where its sentence cites nobody: the body that gave it.
    pub(crate) fn actor_of(&self, sentence: usize) -> Option<usize> {
        let said = self.in_sentence(sentence).any(|said| !said.in_passing);
        let actor = self.acting.get(&sentence).copied();
        actor.filter(|_| self.issuer.is_none() && !said)
    }

    /// A lead that names nobody stands on whoever the text names next.
    fn sourced_below(&self, sentence: usize) -> Option<usize> {
        let next = self
            .said
            .get(self.said.partition_point(|said| said.sentence <= sentence))?;
        let lead = self
            .said
            .first()
            .is_some_and(|first| first.sentence > sentence);
        (lead && next.sentence - sentence <= LEAD && self.labels.is_empty()).then_some(next.source)
    }

    /// The one source that a paragraph names, for its sentences that name none.
    fn only_source_of(
        &self,
        paragraph: u32,
        first: usize,
        sentences: &[Sentence],
    ) -> Option<usize> {
        let end = sentences[first..]
            .iter()
            .position(|s| s.paragraph != paragraph)
            .map_or(sentences.len(), |n| first + n);
        let start = self.said.partition_point(|said| said.sentence < first);
        let mut sources = self.said[start..]
            .iter()
            .take_while(|said| said.sentence < end)
            .map(|said| said.source);
        let one = sources.next()?;
        sources.all(|source| source == one).then_some(one)
    }

    /// Whether a token stands in the label of a turn in a transcript.
    pub(crate) fn is_label(&self, at: usize) -> bool {
        let next = self.labels.partition_point(|label| label.end <= at);
        self.labels.get(next).is_some_and(|label| label.start <= at)
    }

    /// Whether a host speaks in a paragraph.
    pub(crate) fn is_host(&self, paragraph: u32) -> bool {
        self.hosts.contains(&paragraph)
    }

    /// The source on which most of a text rests: named at least twice, and in half of all tellings.
    pub(crate) fn main_source(&self) -> Option<usize> {
        let mut counts: std::collections::BTreeMap<usize, usize> = Default::default();
        for said in &self.said {
            *counts.entry(said.source).or_default() += 1;
        }
        let (&source, &count) = counts
            .iter()
            .max_by_key(|&(&source, &count)| (count, std::cmp::Reverse(source)))?;
        (count > 1 && count * 2 >= self.said.len()).then_some(source)
    }

    /// The tellings of a sentence.
    pub(crate) fn in_sentence(&self, sentence: usize) -> impl Iterator<Item = &Attribution> {
        let start = self.said.partition_point(|said| said.sentence < sentence);
        self.said[start..]
            .iter()
            .take_while(move |said| said.sentence == sentence)
    }
}

/// For each token, whether it stands inside quotation marks.
pub(crate) fn quoted(doc: &Doc) -> Vec<bool> {
    let mut inside = vec![false; doc.tokens.len()];
    let mut open = false;
    for (at, token) in doc.tokens.iter().enumerate() {
        if token.kind == TokenKind::Break {
            open = false;
            continue;
        }
        if token.kind == TokenKind::QuoteMark {
            open = match doc.raw(at) {
                "“" | "«" | "„" | "‟" => true,
                "”" | "»" => false,
                "\"" => !open,
                _ => open,
            };
        } else {
            inside[at] = open;
        }
    }
    inside
}
