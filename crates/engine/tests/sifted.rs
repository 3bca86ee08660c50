//! One event told by several reports: what is one claim, what conflicts, and what is none of it.

use engine::{Options, Picture, Study, picture};
use model::Kind;

fn of(texts: &[&str]) -> Picture {
    let studies: Vec<Study> = texts
        .iter()
        .map(|text| {
            let options = Options {
                published: Some("2026-03-10".parse().expect("a day")),
                ..Options::default()
            };
            Study::of(text, &options)
        })
        .collect();
    picture(&studies)
}

fn count(picture: &Picture, kind: Kind) -> usize {
    picture
        .claims
        .iter()
        .filter(|claim| claim.kind == kind)
        .count()
}

#[test]
fn a_sum_and_its_conversion_are_one_offer() {
    let first = "A gang offers 40,000 pounds ($53,200) to anyone who kills Judge Ada Brink, police in Oxmere said on Monday.";
    let told = |sum: &str| {
        format!(
            "Around {sum} is offered to whoever kills Judge Ada Brink, police in Oxmere said on Monday."
        )
    };
    assert_eq!(count(&of(&[first, &told("$53,200")]), Kind::Bounty), 1);
    assert_eq!(count(&of(&[first, &told("$90,000")]), Kind::Bounty), 2);
    let aside = "Por matar a la jueza Inés Pola ofrecen $50,000.00 (cincuenta mil pesos), y $200,000.00 (doscientos mil pesos) por \
        secuestrarla, dijo la fiscalía.";
    let acts: Vec<_> = (of(&[aside]).claims.iter())
        .map(|claim| claim.slots.act.clone().unwrap_or_default())
        .collect();
    assert_eq!(acts, ["kill", "kidnap"]);
}

#[test]
fn an_offer_on_a_role_is_one_on_its_holder() {
    let named = "A forum offers $4,500 to anyone who supplies the home address of Judge Ada Brink, police in Oxmere said on Monday.";
    let role = "A sum of $4,500 was offered on a forum to anyone who supplied the judge's home address, police in Oxmere said on Monday.";
    assert_eq!(count(&of(&[named, role]), Kind::Bounty), 1);
    let other = role.replace("4,500", "9,000");
    assert_eq!(count(&of(&[named, &other]), Kind::Bounty), 2);
}

#[test]
fn what_lies_years_back_is_no_part_of_the_event() {
    let told = |day: &str| {
        format!(
            "Two men shot at Judge Ada Brink outside the courthouse in Oxmere on 9 March 2026, police said. In {day} guards were \
             stabbed by strangers at the depot in Harrow."
        )
    };
    let attacks = |day: &str| count(&of(&[&told(day)]), Kind::Attack);
    assert_eq!(attacks("2019"), 1);
    assert_eq!(attacks("February 2026"), 2);
}

#[test]
fn some_of_the_wounded_are_no_count_of_their_own() {
    let told = |rest: &str| {
        format!(
            "Gunmen shot five officers outside the depot in Oxmere on Monday, wounding all five. {rest}"
        )
    };
    let injured = |rest: &str| {
        let picture = of(&[&told(rest)]);
        let mut counts: Vec<_> = (picture.claims.iter())
            .filter_map(|claim| claim.slots.injured)
            .collect();
        counts.sort_unstable();
        counts
    };
    assert_eq!(injured("Two were wounded in the legs."), [5]);
    assert_eq!(
        injured("Four were wounded, the hospital in Oxmere said."),
        [4, 5]
    );
}

#[test]
fn days_of_two_arrests_do_not_conflict() {
    let told = |name: &str, day: &str| {
        format!(
            "Police arrested {name} on {day} March 2026 over the shots fired at Judge Ada Brink in Oxmere on 2 March 2026."
        )
    };
    let conflicts = |other: &str| {
        let texts = [told("Colm Tarrant", "4"), told(other, "6")];
        let picture = of(&[&texts[0], &texts[1]]);
        (picture.conflicts.iter())
            .filter(|conflict| conflict.slot.as_str() == "date")
            .filter(|conflict| picture.claims[conflict.claims[0]].kind == Kind::Response)
            .count()
    };
    assert_eq!(conflicts("Colm Tarrant"), 1);
    assert_eq!(conflicts("Olaf Brandt"), 0);
}

#[test]
fn the_hospital_is_not_where_it_happened() {
    let place = |text: &str| {
        let picture = of(&[text]);
        let attack = picture
            .claims
            .iter()
            .find(|claim| claim.kind == Kind::Attack);
        attack.and_then(|claim| claim.slots.place.clone())
    };
    let brought = "Gunmen wounded two officers on Monday, who were taken to the hospital in Oxmere, police said.";
    let there =
        "Gunmen wounded two officers on Monday outside the hospital in Oxmere, police said.";
    assert_eq!(place(brought), None);
    assert!(place(there).is_some_and(|place| place.contains("Oxmere")));
}

#[test]
fn who_speaks_is_not_whom_it_befell() {
    let target = |text: &str| {
        let picture = of(&[text]);
        let offer = picture
            .claims
            .iter()
            .find(|claim| claim.kind == Kind::Bounty);
        offer
            .and_then(|claim| claim.slots.target.clone())
            .unwrap_or_default()
    };
    let told = "According to Inspector Ada Brink, a gang offers $5,000 for pictures of the home.";
    assert!(!target(told).contains("Brink"), "{}", target(told));
    let befell = "A gang offers $5,000 for pictures of the home of Inspector Ada Brink.";
    assert!(target(befell).contains("Brink"), "{}", target(befell));
}

#[test]
fn a_crime_at_a_match_is_told_in_earnest() {
    let match_day = "The referee of the cup match, Aled Morris, was beaten by two men in the car park of the stadium on Saturday \
        after the football game. ";
    let law = "Police arrested a man on Sunday. A second man was arrested on Monday. Both were charged with assault, police said.";
    let with_law = format!("{match_day}{law}");
    assert_eq!(count(&of(&[&with_law]), Kind::Attack), 1);
    let plain = "The striker killed the game in the cup match on Saturday. The team beat the champions, and the referee was \
        hit by the ball. The football league shot itself in the foot.";
    assert_eq!(of(&[plain]).claims.len(), 0);
}

fn disputes(picture: &Picture, slot: &str) -> usize {
    let of = |conflict: &&picture::Conflict| conflict.slot.as_str() == slot;
    picture.conflicts.iter().filter(of).count()
}

#[test]
fn sums_on_the_judge_and_on_the_judge_named_conflict() {
    let named = "A forum offers $4,500 to anyone who supplies the home address of Judge Ada Brink, police in Oxmere said on Monday.";
    let role = |whose: &str| {
        format!(
            "A sum of $9,000 was offered on a forum to anyone who supplied {whose} home address, police in Oxmere said on Monday."
        )
    };
    assert_eq!(disputes(&of(&[named, &role("the judge's")]), "amount"), 1);
    assert_eq!(disputes(&of(&[named, &role("a clerk's")]), "amount"), 0);
}

#[test]
fn who_counts_more_beside_what_others_count_contradicts_them() {
    let first = "Gunmen fired at the depot in Oxmere on Monday. Two guards were wounded in the attack, police said.";
    let told = |more: &str| {
        format!(
            "Gunmen fired at the depot in Oxmere on Monday. Two guards were wounded, police said. {more}"
        )
    };
    let more = told("The union says four guards were wounded.");
    assert_eq!(disputes(&of(&[first, &more]), "injured"), 1);
    let part = told("One of them lost a finger.");
    assert_eq!(disputes(&of(&[first, &part]), "injured"), 0);
}

#[test]
fn who_wrote_it_is_not_whom_it_befell() {
    let text = "By Olaf Brandt\n\nTwo men shot at her car outside the courthouse in Oxmere on Monday, police said.\n";
    let picture = of(&[text]);
    let named = |claim: &picture::Claim| {
        let target = claim.slots.target.as_deref().unwrap_or_default();
        target.contains("Brandt")
    };
    assert!(!picture.claims.is_empty());
    assert!(!picture.claims.iter().any(named), "{:?}", picture.claims);
}

#[test]
fn the_day_of_the_charge_is_not_the_day_of_the_act() {
    let told = |rest: &str| {
        format!(
            "Two men shot at Judge Ada Brink outside the courthouse in Oxmere on 2 March 2026, police said. {rest}"
        )
    };
    let days = |rest: &str| disputes(&of(&[&told("Nobody was hurt."), rest]), "date");
    let charged = "Colm Tarrant was charged on 6 March 2026 with the shooting of Judge Ada Brink outside the courthouse in Oxmere.";
    assert_eq!(days(charged), 0);
    let moved = "Two men shot at Judge Ada Brink outside the courthouse in Oxmere on 3 March 2026, her clerk said.";
    assert_eq!(days(moved), 1);
}

#[test]
fn one_stands_for_who_was_told_of_before() {
    let target = |text: &str| {
        let picture = of(&[text]);
        let attack = (picture.claims.iter()).find(|claim| claim.kind == Kind::Attack);
        attack
            .and_then(|claim| claim.slots.target.clone())
            .unwrap_or_default()
    };
    let told = "Shots were fired near the home of a social worker in Oxmere on Monday, in what police called an armed assault on one.";
    assert!(target(told).contains("social worker"), "{}", target(told));
}

#[test]
fn what_befell_many_in_a_year_is_no_act() {
    for (act, year) in [
        (
            "Gunmen shot and killed two guards in Oxmere on Monday, police said.",
            "Seventeen guards were murdered in the country in 2025. So far this year 14 officers have been killed.",
        ),
        (
            "Unos pistoleros mataron a dos guardias el lunes en Olmeda, informó la policía.",
            "Olmeda acumula 14 policías asesinados en lo que va del año.",
        ),
    ] {
        let picture = of(&[&format!("{act} {year}")]);
        assert_eq!(count(&picture, Kind::Attack), 1, "{act}");
        assert_eq!(picture.claims[0].slots.killed, Some(2), "{act}");
    }
}

#[test]
fn what_stands_behind_an_if_is_not_done_and_a_jail_is_no_arrest() {
    for text in [
        "Gunmen shot Judge Ada Brink in the leg in Oxmere on Monday, police said. If they come to your door with that poison bomb, do not wave.",
        "Unos pistoleros hirieron el lunes a la jueza Inés Pola, dijo la policía. Si llegan a tu puerta con esa bomba de veneno, no los saludes.",
    ] {
        let picture = of(&[text]);
        assert_eq!(count(&picture, Kind::Explosive), 0, "{text}");
    }
    let car_park = "Gunmen shot a guard in the leg in Oxmere on Monday, police said. In the jail car park the guards found nothing.";
    assert_eq!(count(&of(&[car_park]), Kind::Response), 0);
}
