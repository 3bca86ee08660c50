//! Reports of one event come to one incident.

use engine::{Options, Study, picture};

#[test]
fn an_event_that_many_report_stays_one() {
    let told = |number: usize| {
        let text = format!(
            "Two men shot at Sergeant Maud Ellery outside the depot in Harrow Vale on 4 March 2026. Resident number {number} of \
             street w{number}a heard word{number}b and saw a word{number}c leave."
        );
        Study::of(&text, &Options::default())
    };
    let studies: Vec<Study> = (0..120).map(told).collect();
    let incidents = picture(&studies).incidents;
    assert_eq!(incidents.len(), 1, "{incidents:?}");
}
