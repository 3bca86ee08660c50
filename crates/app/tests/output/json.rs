use serde_json::{Value, json};
use wardline::output;

use crate::sample;

fn parsed(analysis: &output::Analysis) -> Value {
    serde_json::from_str(&output::json(analysis)).expect("the output is JSON")
}

fn schema() -> jsonschema::Validator {
    let schema: Value = serde_json::from_str(output::SCHEMA).expect("the schema is JSON");
    assert!(
        jsonschema::meta::is_valid(&schema),
        "the schema is a schema"
    );
    jsonschema::draft202012::new(&schema).expect("the schema compiles")
}

#[test]
fn a_small_analysis_is_written_as_the_contract_says() {
    insta::assert_snapshot!(output::json(&sample::small()), @r#"
{
  "schema": "wardline-analysis/1",
  "reports": [
    {
      "id": "r1",
      "path": "reports/ambrel-courier.txt",
      "sha256": "00000000000000000000000000000000000000000000000000000004ba26b97b",
      "title": "Smuggling ring offers cash for pictures of harbour inspectors, ministry says",
      "publisher": "The Ambrel Courier",
      "published": "2026-03-03",
      "lang": "en",
      "reading": {
        "threat": 0.03,
        "level": "P2",
        "reasons": [
          "the text reports, by others: bounty and doxxing"
        ],
        "stance": "reports",
        "behaviours": [
          {
            "kind": "bounty",
            "score": 0.98,
            "evidence": [
              {
                "start": 138,
                "end": 204,
                "quote": "is paying $2,000 for a photograph of any harbour inspector at home"
              }
            ]
          }
        ],
        "exposures": [
          {
            "type": "PERSON",
            "start": 449,
            "end": 460
          }
        ]
      }
    },
    {
      "id": "r2",
      "path": "reports/northshore-wire.html",
      "sha256": "000000000000000000000000000000000000000000000000000000056707af68",
      "title": "Lantern Ring pays for pictures of inspectors – ministry",
      "publisher": "Northshore Wire",
      "published": "2026-03-03T18:40:00Z",
      "lang": "en",
      "reading": {
        "threat": 0.05,
        "level": "P2",
        "reasons": [
          "the text reports, by others: bounty and ambush"
        ],
        "stance": "reports",
        "behaviours": [
          {
            "kind": "bounty",
            "score": 0.97,
            "evidence": [
              {
                "start": 135,
                "end": 201,
                "quote": "is paying $2,000 for a photograph of any harbour inspector at home"
              }
            ]
          }
        ],
        "exposures": []
      }
    }
  ],
  "origins": [
    {
      "id": "o1",
      "name": "Ministry of Ports of Sarnavia",
      "aliases": [
        "the ministry"
      ],
      "reports": [
        "r1",
        "r2"
      ]
    }
  ],
  "derivations": [
    {
      "from": "r1",
      "to": "r2",
      "evidence": "near copy",
      "overlap": 0.83
    }
  ],
  "claims": [
    {
      "id": "c1",
      "kind": "bounty",
      "statement": "Bounty of $2,000 for information on or photographs of harbour inspectors, allegedly offered by the Lantern Ring · Port Ambrel",
      "slots": {
        "amount": {
          "min": 2000,
          "max": 2000,
          "currency": "USD"
        },
        "act": "doxxing",
        "target": "harbour inspectors",
        "place": "Port Ambrel",
        "date": null,
        "killed": null,
        "injured": null,
        "person": "the Lantern Ring"
      },
      "reports": [
        "r1",
        "r2"
      ],
      "origins": [
        "o1"
      ],
      "independent_origins": 1,
      "credibility": "3",
      "evidence": [
        {
          "report": "r1",
          "start": 138,
          "end": 204,
          "quote": "is paying $2,000 for a photograph of any harbour inspector at home",
          "attributed_to": "o1"
        },
        {
          "report": "r2",
          "start": 135,
          "end": 201,
          "quote": "is paying $2,000 for a photograph of any harbour inspector at home",
          "attributed_to": "o1"
        }
      ]
    }
  ],
  "conflicts": [],
  "incidents": [
    {
      "reports": [
        "r1",
        "r2"
      ],
      "independent_origins": 1,
      "circular": true
    }
  ]
}
"#);
}

#[test]
fn what_is_written_satisfies_the_schema() {
    let schema = schema();
    for analysis in [
        sample::sample(),
        sample::small(),
        sample::nothing(3),
        sample::nothing(0),
    ] {
        let errors: Vec<String> = schema
            .iter_errors(&parsed(&analysis))
            .map(|error| error.to_string())
            .collect();
        assert_eq!(errors, Vec::<String>::new());
    }
}

#[test]
fn the_schema_refuses_what_the_contract_does_not_allow() {
    let schema = schema();
    let good = parsed(&sample::sample());
    let breaks: [(&str, Value); 9] = [
        ("/schema", json!("wardline-analysis/2")),
        ("/reports/0/reading/level", json!("P6")),
        ("/reports/0/reading/threat", json!(1.5)),
        ("/reports/0/id", json!("1")),
        ("/claims/0/slots/amount", json!({"min": 1, "max": 2})),
        ("/claims/0/credibility", json!(3)),
        ("/claims/0/evidence/0/start", json!(-1)),
        ("/conflicts/0/values/0/value", json!(null)),
        ("/derivations/0/evidence", json!("rumour")),
    ];
    for (place, wrong) in breaks {
        let mut broken = good.clone();
        *broken.pointer_mut(place).expect("the place exists") = wrong;
        assert!(!schema.is_valid(&broken), "{place} is not checked");
    }
    for place in [
        "",
        "/reports/0",
        "/reports/0/reading",
        "/claims/0",
        "/claims/0/slots",
        "/incidents/0",
    ] {
        let mut broken = good.clone();
        let object = broken
            .pointer_mut(place)
            .and_then(Value::as_object_mut)
            .expect("an object");
        object.insert("extra".to_owned(), json!(1));
        assert!(!schema.is_valid(&broken), "{place} allows an extra field");

        let mut broken = good.clone();
        let object = broken
            .pointer_mut(place)
            .and_then(Value::as_object_mut)
            .expect("an object");
        let first = object.keys().next().cloned().expect("a field");
        object.remove(&first);
        assert!(!schema.is_valid(&broken), "{place} may lack {first}");
    }
}

#[test]
fn quotes_are_exactly_the_text_between_their_offsets() {
    let analysis = sample::sample();
    let written = parsed(&analysis);
    let mut seen = 0;
    for claim in written["claims"].as_array().expect("claims") {
        for evidence in claim["evidence"].as_array().expect("evidence") {
            let report = evidence["report"].as_str().expect("an id");
            let report = analysis
                .reports
                .iter()
                .find(|one| one.id == report)
                .expect("known");
            let at = |field: &str| evidence[field].as_u64().expect("an offset") as usize;
            let words: String = report
                .text
                .chars()
                .skip(at("start"))
                .take(at("end") - at("start"))
                .collect();
            assert_eq!(evidence["quote"], words);
            seen += 1;
        }
    }
    assert!(seen > 20);
}

#[test]
fn whole_sums_have_no_fraction_and_odd_numbers_do_no_harm() {
    let mut analysis = sample::sample();
    let amount = analysis.picture.claims[0]
        .slots
        .amount
        .as_mut()
        .expect("a sum");
    (amount.min, amount.max) = (Some(f64::NAN), Some(0.25));
    analysis.reports[0].reading.threat = f32::INFINITY;
    let written = parsed(&analysis);
    assert_eq!(
        written["claims"][0]["slots"]["amount"],
        json!({"min": null, "max": 0.25, "currency": "USD"})
    );
    assert_eq!(
        written["claims"][1]["slots"]["amount"]["min"].to_string(),
        "5000"
    );
    assert_eq!(
        written["reports"][0]["reading"]["threat"].to_string(),
        "0.0"
    );
    assert_eq!(
        written["reports"][1]["reading"]["threat"].to_string(),
        "0.05"
    );
    assert!(schema().is_valid(&written));
}
