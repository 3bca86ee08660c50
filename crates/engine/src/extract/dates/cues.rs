//! The words at which a date may be found.

use std::sync::LazyLock;

use crate::extract::vocabulary::Vocabulary;
use crate::reading::Lang;
use crate::text::Doc;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Day,
    Week,
    Weekend,
    Month,
    Year,
    /// `night`, `tarde`: a part of a day.
    Part,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cue {
    /// 1 to 12.
    Month(i8),
    /// 0 is Monday.
    Weekday(i8),
    /// Days from the day of the report.
    Day(i8),
    Unit(Unit),
    /// `hace` before a stretch of time.
    Hace,
    /// `día 15`.
    DayOfMonth,
}

static CUES: LazyLock<Vocabulary<Cue>> = LazyLock::new(|| {
    Vocabulary::new(&[
        ("january jan enero ene", Cue::Month(1)),
        ("february feb febrero", Cue::Month(2)),
        ("march mar marzo", Cue::Month(3)),
        ("april apr abril abr", Cue::Month(4)),
        ("may mayo", Cue::Month(5)),
        ("june jun junio", Cue::Month(6)),
        ("july jul julio", Cue::Month(7)),
        ("august aug agosto ago", Cue::Month(8)),
        ("september sep sept septiembre setiembre set", Cue::Month(9)),
        ("october oct octubre", Cue::Month(10)),
        ("november nov noviembre", Cue::Month(11)),
        ("december dec diciembre dic", Cue::Month(12)),
        ("monday lunes", Cue::Weekday(0)),
        ("tuesday martes", Cue::Weekday(1)),
        ("wednesday miercoles", Cue::Weekday(2)),
        ("thursday jueves", Cue::Weekday(3)),
        ("friday viernes", Cue::Weekday(4)),
        ("saturday sabado", Cue::Weekday(5)),
        ("sunday domingo", Cue::Weekday(6)),
        ("today tonight hoy", Cue::Day(0)),
        ("yesterday ayer anoche", Cue::Day(-1)),
        ("anteayer antier anteanoche", Cue::Day(-2)),
        ("tomorrow manana", Cue::Day(1)),
        ("day days dias", Cue::Unit(Unit::Day)),
        ("week weeks semana semanas", Cue::Unit(Unit::Week)),
        ("weekend fin", Cue::Unit(Unit::Weekend)),
        ("month months mes meses", Cue::Unit(Unit::Month)),
        ("year years ano anos", Cue::Unit(Unit::Year)),
        (
            "morning afternoon evening night tarde noche madrugada",
            Cue::Unit(Unit::Part),
        ),
        ("hace", Cue::Hace),
        ("dia", Cue::DayOfMonth),
    ])
});

/// What a word says of dates.
pub(super) fn cue(doc: &Doc, at: usize) -> Option<Cue> {
    let cue = CUES.get(doc.tokens.get(at)?)?;
    let english = doc.lang == Lang::En;
    match doc.word(at) {
        "ago" | "set" | "fin" | "ene" | "dia" | "dias" | "ano" | "mes" | "hace" if english => None,
        _ => Some(cue),
    }
}

/// Whether a month is written short, or is also another word, so that only figures beside it tell.
pub(super) fn needs_figure(doc: &Doc, at: usize) -> bool {
    let text = doc.word(at);
    text.len() <= 4 && !matches!(text, "june" | "july" | "mayo")
        || doc.lang != Lang::Es && matches!(text, "march" | "may") && !doc.tokens[at].is_capital()
}
