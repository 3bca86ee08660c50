//! The year of a date line that names none, and the week of a report without one: those of the reports about the same event.

use jiff::civil::Date;

use super::incident::Incidents;
use super::trace::Trace;
use crate::study::Study;

/// For each report whose date line lacks its year, or that has none and tells of days, a day near which other reports
/// about the same event were published; for all others none.
#[must_use]
pub fn days_near(studies: &[Study]) -> Vec<Option<Date>> {
    let mut near = vec![None; studies.len()];
    if !studies.iter().any(|study| study.lacks_year) {
        return near;
    }
    let mut incidents = Incidents::default();
    for study in studies {
        incidents.add(&Trace::of(study), &[]);
    }
    for group in incidents.groups() {
        let mut days: Vec<Date> = group.iter().filter_map(|&i| studies[i].published).collect();
        days.sort_unstable();
        let Some(&middle) = days.get(days.len() / 2) else {
            continue;
        };
        for report in group.into_iter().filter(|&i| studies[i].lacks_year) {
            near[report] = Some(middle);
        }
    }
    near
}
