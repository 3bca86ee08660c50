//! What a large model makes of the texts, as `teacher/teacher.py` has written it down.

use std::collections::HashMap;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use engine::detect::net::ANSWERS;
use engine::text::word_hash;

/// Log-odds of one step.
const STEP: f32 = 1.0 / 16.0;

/// The large model's answers, by the hashes of the texts.
pub struct Told(HashMap<u64, [i8; ANSWERS]>);

impl Told {
    pub fn read(path: &Path) -> Result<Self> {
        let bytes =
            std::fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
        let (count, rest) = bytes.split_first_chunk().context("no count of answers")?;
        let count = u32::from_le_bytes(*count) as usize;
        ensure!(
            rest.len() == count * (8 + ANSWERS),
            "{} is cut off",
            path.display()
        );
        let (keys, answers) = rest.split_at(count * 8);
        let keys = keys.as_chunks().0.iter().copied().map(u64::from_le_bytes);
        let answers = answers.as_chunks().0.iter();
        Ok(Told(
            keys.zip(answers.map(|row| row.map(u8::cast_signed)))
                .collect(),
        ))
    }

    /// Threat, behaviours and stances of a text as log-odds; none where the model was not asked.
    pub fn of(&self, text: &str) -> Option<[f32; ANSWERS]> {
        let answers = self.0.get(&word_hash(text))?;
        Some(answers.map(|steps| f32::from(steps) * STEP))
    }
}
