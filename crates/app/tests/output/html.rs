use std::collections::BTreeSet;

use wardline::output::{Language, Options, html};

use crate::{odd, sample};

/// Every analysis that a page is drawn of here, in both languages.
fn pages() -> Vec<String> {
    let mut analyses = vec![
        sample::sample(),
        sample::several(),
        sample::crowd(),
        sample::small(),
        sample::judged(),
        sample::nothing(3),
        sample::nothing(0),
    ];
    let mut dice = odd::Dice(3);
    analyses.extend((0..20).map(|_| odd::odd(&mut dice)));
    let mut pages = Vec::new();
    for analysis in &analyses {
        for language in [Language::En, Language::Es] {
            pages.push(html(
                analysis,
                &Options {
                    language,
                    ..sample::options()
                },
            ));
        }
    }
    pages
}

/// The tags of a page in order, without their brackets.
fn tags(page: &str) -> Vec<&str> {
    page.split('<')
        .skip(1)
        .filter_map(|rest| rest.split('>').next())
        .collect()
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    tag.split(&format!(" {name}=\"")).nth(1)?.split('"').next()
}

#[test]
fn no_script_and_nothing_from_elsewhere() {
    for page in pages() {
        assert!(
            page.contains(
                "content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\""
            )
        );
        assert!(!page.contains("url(") && !page.contains("@import"));
        for tag in tags(&page) {
            let name = tag
                .split([' ', '\n'])
                .next()
                .expect("a name")
                .to_lowercase();
            assert!(
                !["script", "link", "iframe", "object", "img", "form", "base"]
                    .contains(&name.as_str()),
                "{tag}"
            );
            assert!(attribute(tag, "src").is_none(), "{tag}");
            assert!(
                attribute(tag, "href").is_none_or(|target| target.starts_with('#')),
                "{tag}"
            );
            let handler = tag
                .split(' ')
                .find(|part| part.starts_with("on") && part.contains('='));
            assert_eq!(handler, None, "{tag}");
        }
    }
}

#[test]
fn every_link_has_its_end_and_every_name_is_given_once() {
    for page in pages() {
        let mut ids = BTreeSet::new();
        for id in tags(&page).iter().filter_map(|tag| attribute(tag, "id")) {
            assert!(ids.insert(id), "{id} is given twice");
        }
        for tag in tags(&page) {
            let named = ["aria-labelledby", "aria-describedby"]
                .iter()
                .filter_map(|name| attribute(tag, name));
            let linked = attribute(tag, "href").and_then(|target| target.strip_prefix('#'));
            for target in named.flat_map(str::split_whitespace).chain(linked) {
                assert!(ids.contains(target), "nothing is called {target}");
            }
        }
    }
}

#[test]
fn tags_are_closed_in_order_and_headings_leave_no_level_out() {
    for page in pages() {
        let mut open: Vec<&str> = Vec::new();
        let mut heading = 0;
        for tag in tags(&page) {
            let name = tag
                .trim_start_matches('/')
                .split([' ', '\n', '/'])
                .next()
                .expect("a name");
            if let Some(level) = name
                .strip_prefix('h')
                .and_then(|rest| rest.parse::<u32>().ok())
                && !tag.starts_with('/')
            {
                assert!(level <= heading + 1, "h{level} after h{heading}");
                heading = level;
            }
            if tag.starts_with('/') {
                assert_eq!(open.pop(), Some(name), "closed out of order");
            } else if !tag.ends_with('/') && !["!DOCTYPE", "meta", "br"].contains(&name) {
                open.push(name);
            }
        }
        assert_eq!(open, Vec::<&str>::new());
    }
}

#[test]
fn every_table_says_what_its_heads_stand_for() {
    for page in pages() {
        for tag in tags(&page) {
            if tag == "th" || tag.starts_with("th ") {
                assert!(
                    matches!(attribute(tag, "scope"), Some("col" | "row")),
                    "{tag}"
                );
            }
        }
        assert_eq!(
            page.matches("<table").count(),
            page.matches("<thead").count()
        );
    }
}

#[test]
fn landmarks_hold_everything_and_are_told_apart() {
    for page in pages() {
        for landmark in [
            "<header>\n<div class=\"tlp\"",
            "<main ",
            "<footer class=\"tlp\"",
        ] {
            assert_eq!(page.matches(landmark).count(), 1, "{landmark}");
        }
        let skip = page
            .find("class=\"skip\" href=\"#main\"")
            .expect("a way past the head");
        assert!(skip < page.find("<header>").expect("a head"));
        let mut names = BTreeSet::new();
        for tag in tags(&page) {
            let name = attribute(tag, "aria-labelledby")
                .filter(|_| tag.starts_with("section"))
                .or_else(|| {
                    attribute(tag, "aria-label").filter(|_| tag.contains("role=\"region\""))
                });
            if let Some(name) = name {
                assert!(names.insert(name), "two landmarks are called {name}");
            }
        }
    }
}

#[test]
fn a_state_is_told_by_words_and_form_as_well_as_by_colour() {
    let page = html(&sample::sample(), &sample::options());
    let cells = page.split("<td role=\"cell\" class=\"dotted\"").skip(1);
    for cell in cells {
        let cell = cell.split("</td>").next().expect("an end");
        let told = [
            "says it</span>",
            "says it with another value</span>",
            "silent</span>",
        ];
        assert!(told.iter().any(|words| cell.contains(words)), "{cell}");
    }
    for level in page.split("class=\"level P").skip(1) {
        let words = level.split('>').nth(1).expect("words");
        assert!(words.len() > "P1 ".len(), "{words}");
    }
}

#[test]
fn a_page_in_spanish_speaks_spanish() {
    let options = Options {
        language: Language::Es,
        ..sample::options()
    };
    let page = html(&sample::sample(), &options);
    for expected in [
        "Recompensa de 2000\u{a0}USD por dar información o fotografías de «harbour inspectors», \
         presuntamente ofrecida por «the Lantern Ring»",
        "Importe: recompensa por dar información o fotografías de «harbour inspectors»",
        "Heridos: emboscada a «patrol»",
        "1 herido / 2 heridos",
        "afecta a personas cuyo trabajo está protegido: “inspector”",
        "el texto informa de actos de otros: recompensa y emboscada",
    ] {
        assert!(page.contains(expected), "{expected}\n{page}");
    }
    for english in ["Bounty", "Threat", "Ambush of", "the text", "allegedly"] {
        let ours = page.split("<style>").next().expect("a head").to_owned()
            + page.split("</style>").nth(1).expect("a body");
        let mut rest = ours.as_str();
        let mut without_quotes = String::new();
        while let Some((before, after)) = rest.split_once("<blockquote") {
            without_quotes.push_str(before);
            rest = after
                .split_once("</blockquote>")
                .map_or("", |(_, rest)| rest);
        }
        without_quotes.push_str(rest);
        assert!(!without_quotes.contains(english), "{english}");
    }
}

#[test]
fn the_language_is_told() {
    let analysis = sample::sample();
    let page = html(
        &analysis,
        &Options {
            language: Language::Es,
            ..sample::options()
        },
    );
    assert!(page.contains("<html lang=\"es\">"));
    assert!(page.contains("<h1>5 informes, 3 orígenes independientes</h1>"));
    assert!(page.contains(r#"<blockquote id="c1-r3" dir="auto" lang="es">"#));
    let page = html(&analysis, &sample::options());
    assert!(page.contains("<html lang=\"en\">"));
    assert!(page.contains("<h1>5 reports, 3 independent origins</h1>"));
}

#[test]
fn hostile_text_appears_as_text() {
    let page = html(&sample::sample(), &sample::options());
    assert!(
        page.contains("&#60;script&#62;alert(&#39;price&#39;)&#60;/script&#62;"),
        "{page}"
    );
    assert!(page.contains("&#60;b&#62;at his front door&#60;/b&#62;"));
    assert!(!page.contains('\u{202e}'));
}

#[test]
fn personal_data_are_masked() {
    let page = html(&sample::sample(), &sample::options());
    assert!(!page.contains("555 0142") && !page.contains("safety@"));
    assert!(
        page.contains(
            r#"one call came from <span class="masked" lang="en">telephone number</span>"#
        )
    );
    assert!(page.contains("one call came from [telephone number]"));
}

#[test]
fn evidence_stands_in_its_sentence() {
    let page = html(&sample::sample(), &sample::options());
    for expected in [
        "<p>For the kidnapping of a senior inspector <mark>it offers up to $50,000</mark>, according to \
         a notice that the ministry sent to all harbour offices.</p>",
        "<p>Commenters say <mark>somebody should drive them into the harbour</mark>.</p>",
    ] {
        assert!(page.contains(expected), "{expected}");
    }
}

#[test]
fn the_marking_stands_at_both_ends() {
    let page = html(&sample::sample(), &sample::options());
    let label = r#"<strong lang="en" style="color: #FFC000">TLP:AMBER</strong>"#;
    assert_eq!(page.matches(label).count(), 2);
    assert!(page.find(label) < page.find("<h1>") && page.rfind(label) > page.rfind("</main>"));
}

#[test]
fn a_grade_and_a_likelihood_never_share_a_sentence() {
    let page = html(&sample::sample(), &sample::options());
    assert!(
        page.contains(
            "<b>Credibility 2: probably true.</b> Confidence: moderate (two origins).</p>"
        )
    );
    assert!(page.contains(r#"<p class="likelihood">Likelihood: likely</p>"#));
    assert!(page.contains(r#"<p class="likelihood soft">Likelihood: not judged</p>"#));
}

#[test]
fn cells_tell_their_state_in_words_and_lead_to_the_quote() {
    let page = html(&sample::sample(), &sample::options());
    let cell = |target: &str| {
        let from = page
            .find(&format!("<a href=\"#{target}\" title="))
            .expect("a cell");
        &page[from..from + page[from..].find("</a>").expect("its end")]
    };
    assert!(cell("c2-r4").contains("r4 says it with another value"));
    assert!(cell("c1-r1").contains(r#"title="is paying $2,000 for a photograph"#));
    assert!(page.contains("r5 silent"));
}

#[test]
fn many_reports_are_listed_instead_of_given_columns() {
    let page = html(&sample::crowd(), &sample::options());
    assert!(page.contains(r#"<td role="cell" class="listed">"#));
    assert!(!page.contains(r#"<td role="cell" class="dotted""#));
    assert!(page.contains("20 more reports in the list only"));
}

/// Relative luminance of a colour, by WCAG 2.2.
fn luminance(hex: &str) -> f64 {
    let channel = |at: usize| {
        let value =
            f64::from(u8::from_str_radix(&hex[at..at + 2], 16).expect("two digits")) / 255.0;
        if value <= 0.040_45 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

#[test]
fn every_colour_of_text_has_enough_contrast_in_both_schemes() {
    let page = html(&sample::small(), &sample::options());
    let schemes: Vec<&str> = page.split("--paper: ").skip(1).take(2).collect();
    assert_eq!(schemes.len(), 2);
    for scheme in schemes {
        let scheme = format!("--paper: {}", scheme.split('}').next().expect("an end"));
        let token = |name: &str| {
            let value = scheme.split(&format!("--{name}: ")).nth(1).expect(name);
            luminance(value.split(';').next().expect("a value"))
        };
        for ink in [
            "ink", "soft", "accent", "differs", "p1", "p2", "p3", "p4", "p5",
        ] {
            for ground in ["paper", "panel"] {
                let (a, b) = (token(ink).max(token(ground)), token(ink).min(token(ground)));
                let contrast = (a + 0.05) / (b + 0.05);
                assert!(contrast >= 4.5, "{ink} on {ground}: {contrast:.2}");
            }
        }
    }
}

#[test]
fn what_people_said_stands_beside_what_was_found() {
    let page = html(&sample::judged(), &sample::options());
    for told in [
        "2 reports, 1 independent origin · named by people: the ports</h1>",
        "named by eva; the program calls it “Ministry of Ports of Sarnavia”",
        r#"<text class="said""#,
        "in italics: named by people",
        "on the word of the ports",
        "graded by ana",
        "2 C (fairly reliable)",
    ] {
        assert!(page.contains(told), "{told}: {page}");
    }
    let bare = html(&sample::small(), &sample::options());
    assert!(!bare.contains("by people") && !bare.contains(r#"class="said""#));
}
