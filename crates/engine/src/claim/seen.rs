//! What a net that reads whole reports says of the figures and sentences of a text, beside models that see the words near them.

use std::cell::OnceCell;
use std::ops::Range;
use std::sync::LazyLock;

use super::gist::SUBJECTS;
use crate::detect::net::{Input, Learnt, TAGS, TELLS, Tagged, Tagger, Weights};
use crate::text::Doc;

const FILE: &[u8] = include_bytes!("../../weights/reports.bin");
const _: () = assert!(SUBJECTS.len() == TELLS, "each subject has an answer");

static SHIPPED: LazyLock<Option<Tagger>> =
    LazyLock::new(|| Weights::parse(FILE).pop().map(Tagger::new));

/// A text as the net reads it, once it is asked.
pub(super) struct Seen<'a, 'd> {
    doc: &'a Doc<'d>,
    items: &'a [Input],
    tagged: OnceCell<Tagged>,
}

impl<'a, 'd> Seen<'a, 'd> {
    /// A text with its items.
    pub const fn of(doc: &'a Doc<'d>, items: &'a [Input]) -> Self {
        Seen {
            doc,
            items,
            tagged: OnceCell::new(),
        }
    }

    fn tagged(&self) -> &Tagged {
        self.tagged.get_or_init(|| {
            let net = SHIPPED.as_ref();
            net.map_or_else(Tagged::default, |net| {
                net.read(self.items, &stretches(self.doc, self.items))
            })
        })
    }

    /// The text as nets read it.
    pub const fn items(&self) -> &'a [Input] {
        self.items
    }

    /// Log-odds of what a token is: the mean of what is known of it, and of what the net says.
    pub fn beside_token<const N: usize>(&self, token: usize, known: [f32; N]) -> [f32; N] {
        const { assert!(N <= TAGS) };
        let tags = self.tagged().tags.get(item_at(self.items, token));
        tags.map_or(known, |tags| mean(known, &tags.0))
    }

    /// Log-odds of what a sentence tells of: the mean of what is known of it, and of what the net says.
    pub fn beside_sentence(&self, sentence: usize, known: [f32; TELLS]) -> [f32; TELLS] {
        let tells = self.tagged().tells.get(sentence).copied().flatten();
        tells.map_or(known, |tells| mean(known, &tells))
    }
}

fn mean<const N: usize>(known: [f32; N], said: &[f32]) -> [f32; N] {
    std::array::from_fn(|at| (known[at] + said[at]) / 2.0)
}

/// The item of a text in which a token stands.
pub(super) fn item_at(items: &[Input], token: usize) -> usize {
    items.partition_point(|item| (item.last as usize) < token)
}

/// The items of each sentence.
pub(super) fn stretches(doc: &Doc, items: &[Input]) -> Vec<Range<usize>> {
    let before = |token: usize| items.partition_point(|item| (item.first as usize) < token);
    let sentences = doc.sentences.iter().map(crate::text::Sentence::range);
    let stretch = |tokens: Range<usize>| before(tokens.start)..before(tokens.end);
    sentences.map(stretch).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::net::{Tags, given};

    #[test]
    fn one_net_ships_and_is_written_as_it_was_read() {
        let nets = Weights::<Tags>::parse(FILE);
        assert_eq!(nets.len(), 1);
        assert_eq!(nets[0].to_bytes(), FILE);
    }

    #[test]
    fn what_is_known_counts_half_and_alone_where_no_word_stands() {
        let doc = Doc::new("Two guards were hurt on Friday.");
        let items = given(&doc).items;
        let seen = Seen::of(&doc, &items);
        let said = |known: f32| seen.beside_sentence(0, [known; TELLS])[0];
        assert!((said(2.0) - said(0.0) - 1.0).abs() < 1e-4);
        assert_eq!(seen.beside_sentence(1, [2.0; TELLS]), [2.0; TELLS]);
        assert_eq!(seen.beside_token(doc.tokens.len(), [2.0]), [2.0]);
    }
}
