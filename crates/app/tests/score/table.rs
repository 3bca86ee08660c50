//! Scores as a table for the eye.

use std::fmt::Write as _;

use super::{Rates, Scores, mean};

/// One cluster: its name, its scores, and its claims that rest on a report without a threat.
pub struct Row {
    pub cluster: String,
    pub scores: Scores,
    pub claims_without_threat: usize,
}

/// The means over all clusters to which a measure applies.
pub fn means(rows: &[Row]) -> Scores {
    let all = |measure: fn(&Scores) -> Option<f64>| {
        mean(rows.iter().filter_map(|row| measure(&row.scores)))
    };
    let sure = |measure: fn(&Scores) -> Option<f64>| all(measure).expect("there is a cluster");
    Scores {
        claims: Rates {
            precision: sure(|s| Some(s.claims.precision)),
            recall: sure(|s| Some(s.claims.recall)),
            f1: sure(|s| Some(s.claims.f1)),
        },
        slots: all(|s| s.slots),
        quotes: all(|s| s.quotes),
        conflicts: Rates {
            precision: sure(|s| Some(s.conflicts.precision)),
            recall: sure(|s| Some(s.conflicts.recall)),
            f1: sure(|s| Some(s.conflicts.f1)),
        },
        independent: all(|s| s.independent),
        too_many: rows.iter().map(|row| row.scores.too_many).sum(),
        origin_recall: sure(|s| Some(s.origin_recall)),
        overall: sure(|s| Some(s.overall)),
    }
}

/// A line for each cluster, and one for the means (for counts: the sums).
pub fn draw(rows: &[Row]) -> String {
    let mut table = format!(
        "{:22}{:>7}{:>7}{:>7}{:>7}{:>7}{:>7}{:>7}{:>6}{:>7}{:>9}{:>8}\n",
        "cluster",
        "P",
        "R",
        "F1",
        "slots",
        "quotes",
        "confl",
        "indep",
        "many",
        "origin",
        "overall",
        "unasked"
    );
    for row in rows {
        line(
            &mut table,
            &row.cluster,
            &row.scores,
            row.claims_without_threat,
        );
    }
    let unasked = rows.iter().map(|row| row.claims_without_threat).sum();
    line(&mut table, "mean", &means(rows), unasked);
    table
}

fn line(table: &mut String, name: &str, scores: &Scores, unasked: usize) {
    let figure = |value: Option<f64>| value.map_or("-".to_owned(), |value| format!("{value:.3}"));
    write!(table, "{name:22}").expect("memory takes all that is written");
    for value in [
        Some(scores.claims.precision),
        Some(scores.claims.recall),
        Some(scores.claims.f1),
        scores.slots,
        scores.quotes,
        Some(scores.conflicts.f1),
        scores.independent,
    ] {
        write!(table, "{:>7}", figure(value)).expect("memory takes all that is written");
    }
    writeln!(
        table,
        "{:>6}{:>7}{:>9}{unasked:>8}",
        scores.too_many,
        figure(Some(scores.origin_recall)),
        figure(Some(scores.overall)),
    )
    .expect("memory takes all that is written");
}
