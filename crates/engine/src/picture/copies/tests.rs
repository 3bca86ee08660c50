use proptest::collection::vec;
use proptest::prelude::*;

use super::{Copies, Kin, MOST_KIN, MOST_WORDS, Print};

const POST: &str = "Whoever brings the clerk's home address to the river bridge by Friday gets two \
    thousand, ask for Marek and tell nobody where you heard it";

/// A run of made-up words, each of which stands nowhere else.
fn fresh(numbers: std::ops::Range<usize>) -> Vec<String> {
    numbers.map(|number| format!("word{number}")).collect()
}

/// Numbers without order, always the same.
fn numbers() -> impl FnMut() -> u64 {
    let mut state = 1_u64;
    move || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        state >> 40
    }
}

fn add_all(copies: &mut Copies, texts: &[String]) -> Vec<Vec<Kin>> {
    let add = |(id, text): (usize, &String)| copies.add(id as u32, &Print::of(text));
    texts.iter().enumerate().map(add).collect()
}

fn ids(kin: &[Kin]) -> Vec<u32> {
    kin.iter().map(|kin| kin.id).collect()
}

#[test]
fn folds_what_does_not_matter() {
    let plain = Print::of("Jose didnt see the cafe, or the l'Etoile");
    assert_eq!(
        plain,
        Print::of("JOSÉ — didn’t see the CAFÉ (or the L’Étoile)!")
    );
    assert_eq!(
        plain,
        Print::of("Jose\u{301} did\u{ad}n't see the\u{200b} cafe\u{301} or the LEtoile")
    );
    assert_ne!(plain, Print::of("Jose did see the cafe, or the l'Etoile"));
    assert_eq!(plain.len(), 8);
}

#[test]
fn counts_characters_where_words_are_not_spaced() {
    assert_eq!(Print::of("我们在桥上等他").len(), 7);
    assert_eq!(Print::of("ждём на мосту").len(), 3);
    assert!(Print::of(" \n … 👀 —").is_empty());
}

#[test]
fn looks_at_so_many_words_and_no_more() {
    let long = "one two three ".repeat(MOST_WORDS);
    assert_eq!(Print::of(&long).len(), MOST_WORDS);
}

#[test]
fn finds_a_copy_with_some_words_replaced() {
    let mut copies = Copies::new();
    assert_eq!(copies.add(7, &Print::of(POST)), []);
    assert_eq!(
        copies.add(
            8,
            &Print::of("Nobody was hurt when the bridge over the river was closed on Friday")
        ),
        []
    );
    let copy = POST
        .replace("thousand", "hundred")
        .replace("Marek", "Anton")
        .replace("Friday", "Sunday");
    let kin = copies.add(9, &Print::of(&copy));
    assert_eq!(ids(&kin), [7]);
    assert!((0.8..0.95).contains(&kin[0].overlap_new), "{kin:?}");
    assert_eq!(kin[0].overlap_new, kin[0].overlap_old);
}

#[test]
fn finds_a_passage_of_an_article_in_another() {
    let first = fresh(0..400);
    let second = [
        fresh(1000..1200),
        first[150..210].to_vec(),
        fresh(1200..1400),
    ]
    .concat();
    for (one, other) in [(&first, &second), (&second, &first)] {
        let mut copies = Copies::new();
        copies.add(0, &Print::of(&one.join(" ")));
        let kin = copies.add(1, &Print::of(&other.join(" ")));
        assert_eq!(ids(&kin), [0]);
        let (new, old) = (60.0 / other.len() as f32, 60.0 / one.len() as f32);
        assert!((kin[0].overlap_new - new).abs() < 0.01, "{kin:?}");
        assert!((kin[0].overlap_old - old).abs() < 0.01, "{kin:?}");
    }
}

#[test]
fn finds_a_post_in_an_article() {
    let mut copies = Copies::new();
    copies.add(0, &Print::of(POST));
    let article = format!(
        "{} {POST} {}",
        fresh(0..300).join(" "),
        fresh(300..600).join(" ")
    );
    let kin = copies.add(1, &Print::of(&article));
    assert_eq!(ids(&kin), [0]);
    assert_eq!(kin[0].overlap_old, 1.0);
}

#[test]
fn names_every_source_of_a_patchwork() {
    let sources: Vec<Vec<String>> = (0..4).map(|n| fresh(n * 1000..n * 1000 + 200)).collect();
    let patchwork: Vec<String> = sources
        .iter()
        .flat_map(|source| source[50..100].to_vec())
        .collect();
    let mut copies = Copies::new();
    let texts: Vec<String> = sources.iter().map(|source| source.join(" ")).collect();
    add_all(&mut copies, &texts);
    let mut found = ids(&copies.add(4, &Print::of(&patchwork.join(" "))));
    found.sort_unstable();
    assert_eq!(found, [0, 1, 2, 3]);
}

#[test]
fn a_form_filled_in_anew_is_no_copy() {
    let mut copies = Copies::new();
    let form = |n: usize| {
        format!(
            "Dear resident, the council has received your complaint about {} in {} and has given \
             it to {} who will answer before {} under the number {} with kind regards",
            n * 7 + 1,
            n * 11 + 2,
            n * 13 + 3,
            n * 17 + 4,
            n
        )
    };
    let texts: Vec<String> = (0..300).map(form).collect();
    let kin = add_all(&mut copies, &texts);
    let late = kin[50..].iter().filter(|kin| !kin.is_empty()).count();
    assert_eq!(
        late, 0,
        "of 250 filled-in forms so many were taken for copies"
    );
    let copy = texts[200]
        .replace("council", "board")
        .replace("complaint", "letter");
    assert_eq!(ids(&copies.add(300, &Print::of(&copy))), [200]);
}

#[test]
fn names_the_source_and_not_its_other_copies() {
    let original = fresh(0..40);
    let copy = |at: usize| {
        let mut copy = original.clone();
        copy[at..at + 4].clone_from_slice(&fresh(1000 + at..1004 + at));
        copy.join(" ")
    };
    let mut copies = Copies::new();
    let kin = add_all(
        &mut copies,
        &[original.join(" "), copy(3), copy(12), copy(30)],
    );
    assert_eq!(
        kin.iter().map(|kin| ids(kin)).collect::<Vec<_>>(),
        [vec![], vec![0], vec![0], vec![0]]
    );
}

#[test]
fn an_original_that_comes_late_is_kin_to_each_copy() {
    for replaced in [1, 6] {
        let original = fresh(0..40);
        let mut copies = Copies::new();
        for at in [3, 12, 30] {
            let mut copy = original.clone();
            copy[at..at + replaced].clone_from_slice(&fresh(1000 + at..1000 + at + replaced));
            copies.add(at as u32, &Print::of(&copy.join(" ")));
        }
        let mut found = ids(&copies.add(99, &Print::of(&original.join(" "))));
        found.sort_unstable();
        assert_eq!(found, [3, 12, 30], "{replaced} words replaced");
    }
}

#[test]
fn a_flood_links_to_few() {
    let mut copies = Copies::new();
    copies.add(0, &Print::of(POST));
    let words: Vec<&str> = POST.split_whitespace().collect();
    for id in 1..3000 {
        let mut words = words.clone();
        let other = format!("other{id}");
        words[id % 25] = &other;
        words[id / 25 % 25] = "other";
        let kin = copies.add(id as u32, &Print::of(&words.join(" ")));
        assert!((1..=MOST_KIN).contains(&kin.len()), "text {id}: {kin:?}");
    }
}

#[test]
fn repeats_stand_back_behind_the_first() {
    let mut copies = Copies::new();
    let texts = vec![POST.to_owned(); 500];
    let kin = add_all(&mut copies, &texts);
    let first = Kin {
        id: 0,
        overlap_new: 1.0,
        overlap_old: 1.0,
    };
    assert!(kin[1..].iter().all(|kin| *kin == [first]));
    assert_eq!(copies.len(), 500);
}

#[test]
fn common_words_alike_by_chance_are_no_copies() {
    let mut copies = Copies::new();
    let mut chance = numbers();
    let mut word = || format!("w{}", chance() % 60);
    let mut alike = 0;
    for id in 0..3000 {
        let text: Vec<String> = (0..8).map(|_| word()).collect();
        let kin = copies.add(id, &Print::of(&text.join(" ")));
        alike += usize::from(id >= 500 && !kin.is_empty());
    }
    assert!(alike <= 5, "{alike} of 2500 texts");
}

/// Texts of few different words, so that much is shared by chance.
fn chatter() -> impl Strategy<Value = Vec<String>> {
    vec(vec(0..12_u8, 0..30), 1..60).prop_map(|texts| {
        let text = |words: Vec<u8>| {
            words
                .iter()
                .map(|word| format!("w{word}"))
                .collect::<Vec<_>>()
                .join(" ")
        };
        texts.into_iter().map(text).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn takes_any_text(texts in vec(any::<String>(), 0..20)) {
        let mut copies = Copies::new();
        for (id, kin) in add_all(&mut copies, &texts).iter().enumerate() {
            for kin in kin {
                prop_assert!((kin.id as usize) < id);
                prop_assert!((0.0..=1.0).contains(&kin.overlap_new));
                prop_assert!((0.0..=1.0).contains(&kin.overlap_old));
            }
        }
    }

    #[test]
    fn a_repeat_is_always_kin(texts in chatter(), which in any::<prop::sample::Index>()) {
        let mut copies = Copies::new();
        add_all(&mut copies, &texts);
        let again = Print::of(&texts[which.index(texts.len())]);
        let kin = copies.add(u32::MAX, &again);
        if again.len() >= 3 {
            prop_assert_eq!(kin.len(), 1);
            prop_assert_eq!((kin[0].overlap_new, kin[0].overlap_old), (1.0, 1.0));
            prop_assert_eq!(&Print::of(&texts[kin[0].id as usize]), &again);
        } else {
            prop_assert_eq!(kin, []);
        }
    }

    #[test]
    fn names_few_and_each_once(texts in chatter()) {
        for kin in add_all(&mut Copies::new(), &texts) {
            let mut ids = ids(&kin);
            prop_assert!(ids.len() <= MOST_KIN);
            ids.sort_unstable();
            ids.dedup();
            prop_assert_eq!(ids.len(), kin.len());
        }
    }

    #[test]
    fn the_same_texts_give_the_same_kin(texts in chatter()) {
        prop_assert_eq!(add_all(&mut Copies::new(), &texts), add_all(&mut Copies::new(), &texts));
    }

    #[test]
    fn two_texts_are_kin_in_either_order_and_in_any_company(
        words in 10..60_usize,
        replaced in vec(any::<prop::sample::Index>(), 0..18),
        company in chatter(),
    ) {
        let original = fresh(0..words);
        let mut copy = original.clone();
        for (nth, at) in replaced.iter().take(words * 3 / 10).enumerate() {
            copy[at.index(words)] = format!("new{nth}");
        }
        let (original, copy) = (Print::of(&original.join(" ")), Print::of(&copy.join(" ")));
        let find = |first: &Print, second: &Print| {
            let mut copies = Copies::new();
            copies.add(1000, first);
            add_all(&mut copies, &company);
            copies.add(1001, second)
        };
        let (one, other) = (find(&original, &copy), find(&copy, &original));
        prop_assert_eq!(ids(&one), [1000]);
        prop_assert_eq!(ids(&other), [1000]);
        prop_assert_eq!(one[0].overlap_new, other[0].overlap_old);
        prop_assert_eq!(one[0].overlap_old, other[0].overlap_new);
    }
}
