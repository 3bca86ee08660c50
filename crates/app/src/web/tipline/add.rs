//! `/{lang}/add`: more, in a conversation that is open.

use axum::extract::Multipart;
use axum::extract::multipart::MultipartRejection;
use axum::http::StatusCode;
use axum::response::Response;
use model::{Channel, TipId};
use store::{Body, StoreError};

use super::draft::{LONGEST, clean};
use super::language::Lang;
use super::page::{told, words};
use super::talk::{self, Notice};
use super::upload::{self, Broken};
use super::{Line, State, failure, send};
use crate::act;

/// Parts of one conversation.
const MOST: usize = 200;

/// Takes it in, and shows the conversation with it.
pub async fn post(
    line: State,
    lang: Lang,
    form: Result<Multipart, MultipartRejection>,
) -> Response {
    let mut report = act::report(Channel::Tip);
    let (mut pass, mut what) = (String::new(), String::new());
    let form = form.map_err(|_| Broken::Cut);
    let files = match form {
        Ok(form) => {
            let text = |name: &str, value| match name {
                "pass" => pass = value,
                "what" => what = value,
                _ => {}
            };
            upload::take_in(&line, form, &report, text).await
        }
        Err(broken) => Err(broken),
    };
    let now = line.act.clock.now();
    let Some(tip) = line.tickets.pass(&pass, now) else {
        let key = files.err().map_or("talk.ended", |broken| broken.told().1);
        return failure::page(
            &line,
            lang,
            StatusCode::UNPROCESSABLE_ENTITY,
            told(lang, &line.emergency, key),
        );
    };
    let what = clean(&what);
    let wrong = |status, text| Notice::Wrong(status, text, what.clone());
    let notice = match files {
        Err(broken) => {
            let (status, key) = broken.told();
            wrong(status, told(lang, &line.emergency, key))
        }
        Ok(files) if what.is_empty() && files.is_empty() => wrong(
            StatusCode::UNPROCESSABLE_ENTITY,
            words(lang).get("talk.empty").to_owned(),
        ),
        Ok(_) if what.chars().count() > LONGEST => wrong(
            StatusCode::UNPROCESSABLE_ENTITY,
            words(lang).fill("what.long", &[("n", &what.chars().count())]),
        ),
        Ok(files) => match shut(&line, &tip).await {
            Err(error) => return failure::later(&line, lang, &error),
            Ok(Some(why)) => wrong(
                StatusCode::UNPROCESSABLE_ENTITY,
                words(lang).get(why).to_owned(),
            ),
            Ok(None) => {
                report.body = Body {
                    text: what.clone(),
                    ..Body::default()
                };
                match send::keep(&line, report, tip, files, now).await {
                    Ok(_) => Notice::Arrived,
                    Err(refusal) => {
                        let (status, text) = send::refused(&line, lang, &refusal);
                        wrong(status, text)
                    }
                }
            }
        },
    };
    let gone = || {
        failure::page(
            &line,
            lang,
            StatusCode::NOT_FOUND,
            words(lang).get("come.unknown").to_owned(),
        )
    };
    talk::show(&line, lang, &tip, notice)
        .await
        .unwrap_or_else(gone)
}

/// Why nothing can be added any more.
async fn shut(line: &Line, tip: &TipId) -> Result<Option<&'static str>, StoreError> {
    let store = &line.act.store;
    let parts = store::parts(&mut store.read().await?, tip).await?;
    let is_full = parts.reports.len() + parts.replies >= MOST;
    let is_over = parts.is_over.then_some("talk.over");
    Ok(is_over.or(is_full.then_some("talk.full")))
}
