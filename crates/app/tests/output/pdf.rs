use wardline::output::{Language, Options, pdf};

use crate::sample;

#[cfg(not(feature = "pdf"))]
#[test]
fn a_build_without_the_typesetter_says_so_in_two_lines() {
    let error = pdf(&sample::small(), &sample::options()).expect_err("no typesetter");
    assert_eq!(error.to_string().lines().count(), 2);
    let other = Options {
        language: Language::Es,
        ..sample::options()
    };
    assert!(pdf(&sample::small(), &other).is_err());
}

#[cfg(feature = "pdf")]
mod typeset {
    use std::io::Write;
    use std::process::{Command, Stdio};

    use model::Tlp;
    use wardline::output::Analysis;

    use super::*;

    fn contains(bytes: &[u8], words: &str) -> bool {
        bytes
            .windows(words.len())
            .any(|window| window == words.as_bytes())
    }

    /// The text of the pages, where the tool that tells is installed; pages end in a form feed.
    fn text_of(pdf: &[u8]) -> Option<String> {
        let mut tool = Command::new("pdftotext")
            .args(["-layout", "-", "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .ok()?;
        tool.stdin.take()?.write_all(pdf).ok()?;
        let output = tool.wait_with_output().ok()?;
        Some(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    fn drawn(analysis: &Analysis, options: &Options) -> Vec<u8> {
        pdf(analysis, options).expect("a bulletin")
    }

    #[test]
    fn every_bulletin_is_tagged_and_conforms_to_pdf_ua() {
        let analyses = [
            sample::sample(),
            sample::several(),
            sample::nothing(1),
            sample::judged(),
        ];
        for (at, analysis) in analyses.iter().enumerate() {
            let language = if at == 1 { Language::En } else { Language::Es };
            let bytes = drawn(
                analysis,
                &Options {
                    language,
                    ..sample::options()
                },
            );
            assert!(bytes.starts_with(b"%PDF-"));
            assert!(contains(&bytes, "/StructTreeRoot"), "no tags");
            assert!(contains(&bytes, "pdfuaid"), "analysis {at} is not PDF/UA");
        }
    }

    #[test]
    fn the_same_analysis_gives_the_same_bytes() {
        let (analysis, options) = (sample::small(), sample::options());
        assert!(drawn(&analysis, &options) == drawn(&analysis, &options));
    }

    #[test]
    fn the_marking_and_the_page_stand_on_every_page() {
        let options = Options {
            tlp: Tlp::AmberStrict,
            ..sample::options()
        };
        let Some(text) = text_of(&drawn(&sample::sample(), &options)) else {
            return;
        };
        let pages: Vec<&str> = text.split_terminator('\u{c}').collect();
        assert!(pages.len() > 2);
        for (at, page) in pages.iter().enumerate() {
            let lines: Vec<&str> = page
                .lines()
                .filter(|line| !line.trim().is_empty())
                .collect();
            let (first, last) = (lines.first().expect("lines"), lines.last().expect("lines"));
            assert!(first.ends_with("TLP:AMBER+STRICT"), "{first}");
            assert!(last.ends_with("TLP:AMBER+STRICT"), "{last}");
            assert!(
                last.contains(&format!("Page {} of {}", at + 1, pages.len())),
                "{last}"
            );
        }
    }

    #[test]
    fn the_bulletin_tells_what_the_analysis_found() {
        let Some(text) = text_of(&drawn(&sample::sample(), &sample::options())) else {
            return;
        };
        for expected in [
            "5 reports, 3 independent origins",
            "Credibility 3: possibly true.",
            "Confidence: low (one origin,",
            "very likely",
            "≠ 2 Injured: ambush of patrol",
            "o3 Saint Odile Hospital",
            "r2 took from r1: near copy, 83 % of its words",
            "E",
            "cannot be judged",
        ] {
            assert!(text.contains(expected), "{expected} is missing in\n{text}");
        }
        let judged: Vec<&str> = text
            .lines()
            .filter(|line| line.contains("likely"))
            .collect();
        let mixed = judged.iter().find(|line| line.contains("Confidence"));
        assert_eq!(mixed, None, "a likelihood stands beside a confidence");
    }

    #[test]
    fn hostile_text_appears_as_text_and_personal_data_do_not() {
        let mut analysis = sample::sample();
        analysis.picture.claims[0].slots.target =
            Some("#panic() $x$ *b* _i_ <l> @r `c` \\ // /* = #read(\"/etc/passwd\")".to_owned());
        let Some(text) = text_of(&drawn(&analysis, &sample::options())) else {
            return;
        };
        for expected in [
            "#panic()",
            "$x$",
            "_i_",
            "<l>",
            "@r",
            "`c`",
            "<script>alert('price')</script>",
            "<b>at",
        ] {
            assert!(text.contains(expected), "{expected} is missing in\n{text}");
        }
        assert!(!text.contains("555 0142") && !text.contains("safety@"));
    }
}
