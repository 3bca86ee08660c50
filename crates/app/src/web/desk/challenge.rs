//! What browsers were asked and have not answered yet. Each question is good once, for a short time, in the browser that was asked, and
//! for what it was asked for.

use std::collections::HashMap;
use std::sync::Mutex;

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use model::Micros;
use seal::{IndexKey, Tag, Token};

use super::staff::cookie;
use crate::act::rng;

/// The name of a cookie by which a browser is known that was asked, and on requests from where browsers send it.
#[derive(Clone, Copy)]
pub struct Cookie(&'static str, &'static str);

/// Of what is asked on one of the desk's pages, and answered there.
pub const ASKED: Cookie = Cookie("__Host-wardline-asked", "Strict");

/// Of what is asked elsewhere: it must come along when the browser is sent back from there.
pub const SENT: Cookie = Cookie("__Host-wardline-sent", "Lax");

/// Of what was answered there.
pub const CAME: Cookie = Cookie("__Host-wardline-came", "Strict");

/// Seconds for which a question is good.
const SECONDS: i64 = 300;

/// Questions that wait at once. Beyond, the oldest of those who are not signed in are forgotten.
const MOST: usize = 10_000;

/// For what a browser was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Purpose {
    /// To sign in.
    SignIn,
    /// To enrol by a link.
    Enrol(Tag),
    /// To add a passkey, in the session of these forms.
    Add(String),
    /// To prove again who they are, likewise.
    Prove(String),
}

struct Question<S> {
    purpose: Purpose,
    state: S,
    asked: Micros,
}

/// The questions, each with what its answer is held against.
pub struct Challenges<S> {
    key: IndexKey,
    cookie: Cookie,
    waiting: Mutex<HashMap<[u8; 32], Question<S>>>,
}

impl<S> Challenges<S> {
    /// None yet. Browsers are known by this key and cookie.
    pub fn new(key: IndexKey, cookie: Cookie) -> Self {
        Challenges {
            key,
            cookie,
            waiting: Mutex::default(),
        }
    }

    /// Keeps what was asked, and an answer by which the browser is known that was asked.
    pub fn keep(&self, purpose: Purpose, state: S, now: Micros, mut answer: Response) -> Response {
        let token = Token::new(&mut rng());
        if let Ok(mut waiting) = self.waiting.lock() {
            make_room(&mut waiting, now);
            let question = Question {
                purpose,
                state,
                asked: now,
            };
            waiting.insert(*token.tag(&self.key).as_bytes(), question);
        }
        let Cookie(name, site) = self.cookie;
        let cookie = format!(
            "{name}={}; Path=/; Secure; HttpOnly; SameSite={site}; Max-Age={SECONDS}",
            token.reveal()
        );
        if let Ok(value) = HeaderValue::from_str(&cookie) {
            answer.headers_mut().append(header::SET_COOKIE, value);
        }
        answer
    }

    /// What the browser of a request was asked, if it was for this, a short time ago, and is answered for the first time.
    pub fn take(&self, headers: &HeaderMap, purpose: &Purpose, now: Micros) -> Option<S> {
        let (found, state) = self.take_any(headers, now)?;
        (found == *purpose).then_some(state)
    }

    /// The same for whatever it was asked, and that.
    pub fn take_any(&self, headers: &HeaderMap, now: Micros) -> Option<(Purpose, S)> {
        let tag = cookie(headers, self.cookie.0)?.tag(&self.key);
        let question = self.waiting.lock().ok()?.remove(tag.as_bytes())?;
        is_fresh(question.asked, now).then_some((question.purpose, question.state))
    }

    /// The same, and it may still be taken.
    pub fn look(&self, headers: &HeaderMap, purpose: &Purpose, now: Micros) -> Option<S>
    where
        S: Clone,
    {
        let tag = cookie(headers, self.cookie.0)?.tag(&self.key);
        let waiting = self.waiting.lock().ok()?;
        let question = waiting.get(tag.as_bytes())?;
        let is_it = question.purpose == *purpose && is_fresh(question.asked, now);
        is_it.then(|| question.state.clone())
    }
}

fn is_fresh(asked: Micros, now: Micros) -> bool {
    (0..SECONDS * 1_000_000).contains(&(now - asked))
}

fn make_room<S>(waiting: &mut HashMap<[u8; 32], Question<S>>, now: Micros) {
    if waiting.len() < MOST {
        return;
    }
    waiting.retain(|_, one| is_fresh(one.asked, now));
    let strangers = waiting
        .values()
        .filter(|one| one.purpose == Purpose::SignIn);
    let mut times: Vec<Micros> = strangers.map(|one| one.asked).collect();
    if waiting.len() < MOST || times.is_empty() {
        return;
    }
    let middle = times.len() / 2;
    let (_, oldest, _) = times.select_nth_unstable(middle);
    let oldest = *oldest;
    waiting.retain(|_, one| one.purpose != Purpose::SignIn || one.asked > oldest);
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, header};
    use axum::response::{IntoResponse, Response};
    use seal::LookupKey;

    use super::{ASKED, Challenges, MOST, Purpose, SECONDS};
    use crate::act::rng;

    fn challenges() -> Challenges<u8> {
        Challenges::new(LookupKey::new(&mut rng()).of("asked"), ASKED)
    }

    /// A browser that took the cookie of an answer.
    fn browser(answer: &Response) -> HeaderMap {
        let cookie = answer.headers()[header::SET_COOKIE].to_str().unwrap();
        let pair = cookie.split(';').next().unwrap();
        HeaderMap::from_iter([(header::COOKIE, HeaderValue::from_str(pair).unwrap())])
    }

    #[test]
    fn a_question_is_good_once_for_a_short_time_and_for_one_thing() {
        let challenges = challenges();
        let ask = |purpose: &Purpose| {
            browser(&challenges.keep(purpose.clone(), 7, 1000, ().into_response()))
        };
        let add = Purpose::Add("form".to_owned());
        let asked = ask(&add);
        assert_eq!(challenges.take(&HeaderMap::new(), &add, 1001), None);
        assert_eq!(challenges.take(&asked, &add, 1001), Some(7));
        assert_eq!(challenges.take(&asked, &add, 1001), None, "once");
        for other in [
            Purpose::Add("of another session".to_owned()),
            Purpose::Prove("form".to_owned()),
            Purpose::SignIn,
        ] {
            assert_eq!(challenges.take(&ask(&add), &other, 1001), None, "{other:?}");
        }
        let late = 1000 + SECONDS * 1_000_000;
        assert_eq!(challenges.take(&ask(&add), &add, late - 1), Some(7));
        assert_eq!(challenges.take(&ask(&add), &add, late), None);
        assert_eq!(
            challenges.take(&ask(&add), &add, 999),
            None,
            "a clock that was set back"
        );
    }

    #[test]
    fn strangers_push_out_nobody_but_strangers() {
        let challenges = challenges();
        let add = Purpose::Add("form".to_owned());
        let asked = browser(&challenges.keep(add.clone(), 7, 0, ().into_response()));
        for number in 0..3 * MOST as i64 {
            challenges.keep(Purpose::SignIn, 8, number, ().into_response());
        }
        assert!(challenges.waiting.lock().unwrap().len() <= MOST);
        assert_eq!(challenges.take(&asked, &add, 3), Some(7));
    }
}
