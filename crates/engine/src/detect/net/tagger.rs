//! A net that says of each item of a text what it is, and of each stretch of items what it tells of.

use std::ops::Range;

use super::layers::{Laid, Rows, together};
use super::rows::{Row, STRIP, multiply, times};
use super::weights::{Tags, Weights};
use super::wide::{self, Work};
use super::{HIDDEN, Input, TAGS, TELLS};

/// What a stretch tells of, as wide as the processor likes its rows.
const TOLD: usize = TELLS.next_multiple_of(STRIP);

/// One net, laid out for reading.
pub struct Tagger {
    laid: Laid,
    tag: Box<[Row<TAGS>; HIDDEN]>,
    tag_bias: Row<TAGS>,
    tell: Vec<Row<TOLD>>,
    tell_bias: Row<TOLD>,
    wide: pulp::Arch,
}

/// What a net says of a text, as log-odds.
#[derive(Clone, Debug, Default)]
pub struct Tagged {
    /// What each item is.
    pub tags: Vec<Row<TAGS>>,
    /// What each stretch tells of; nothing where it has no item.
    pub tells: Vec<Option<[f32; TELLS]>>,
}

impl Tagger {
    /// Reads with a net.
    #[must_use]
    pub fn new(net: Weights<Tags>) -> Self {
        let top = net.top;
        let tell = |row| Row::of(top.tell.row(row, TELLS));
        Tagger {
            tag: top.tag.rows(),
            tag_bias: Row::of(&top.tag_bias.values),
            tell: (0..2 * HIDDEN).map(tell).collect(),
            tell_bias: Row::of(&top.tell_bias.values),
            laid: Laid::new(net.layers),
            wide: pulp::Arch::new(),
        }
    }

    /// Reads the items of a text and some stretches of them.
    #[must_use]
    pub fn read(&self, inputs: &[Input], stretches: &[Range<usize>]) -> Tagged {
        let mut said = Tagged::default();
        let reading = Reading {
            tagger: self,
            inputs,
            stretches,
            said: &mut said,
        };
        wide::go(reading, self.wide);
        said
    }
}

/// One way through the net.
struct Reading<'a> {
    tagger: &'a Tagger,
    inputs: &'a [Input],
    stretches: &'a [Range<usize>],
    said: &'a mut Tagged,
}

impl Work for Reading<'_> {
    #[inline(always)]
    fn go<const FUSED: bool>(self) {
        let (net, said, mut rows) = (self.tagger, self.said, Rows::default());
        net.laid.read::<FUSED>(self.inputs, &mut rows);
        multiply::<FUSED, HIDDEN, TAGS>(&net.tag, &net.tag_bias, &rows.deep, &mut said.tags);
        said.tags.truncate(self.inputs.len());
        for stretch in self.stretches {
            if stretch.is_empty() {
                said.tells.push(None);
                continue;
            }
            // no closure: what is called is not made as wide as what calls it
            let mut told = net.tell_bias;
            times::<FUSED, TOLD>(&net.tell, &together(&rows.deep[stretch.clone()]), &mut told);
            said.tells.push(told.first_chunk().copied());
        }
    }
}
