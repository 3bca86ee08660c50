//! A net that says of each item of a text what it is.

use super::layers::{Laid, Rows};
use super::rows::{Row, multiply};
use super::weights::{Tags, Weights};
use super::wide::{self, Work};
use super::{HIDDEN, Input, TAGS};

/// One net, laid out for reading.
pub struct Tagger {
    laid: Laid,
    tag: Box<[Row<TAGS>; HIDDEN]>,
    bias: Row<TAGS>,
    wide: pulp::Arch,
}

impl Tagger {
    /// Reads with a net.
    #[must_use]
    pub fn new(net: Weights<Tags>) -> Self {
        Tagger {
            tag: net.top.tag.rows(),
            bias: Row::of(&net.top.tag_bias.values),
            laid: Laid::new(net.layers),
            wide: pulp::Arch::new(),
        }
    }

    /// What each item is said to be, as log-odds.
    #[must_use]
    pub fn read(&self, inputs: &[Input]) -> Vec<Row<TAGS>> {
        let mut said = Vec::new();
        let reading = Reading {
            tagger: self,
            inputs,
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
    said: &'a mut Vec<Row<TAGS>>,
}

impl Work for Reading<'_> {
    #[inline(always)]
    fn go<const FUSED: bool>(self) {
        let Tagger {
            laid, tag, bias, ..
        } = self.tagger;
        let mut rows = Rows::default();
        laid.read::<FUSED>(self.inputs, &mut rows);
        multiply::<FUSED, HIDDEN, TAGS>(tag, bias, &rows.deep, self.said);
        self.said.truncate(self.inputs.len());
    }
}
