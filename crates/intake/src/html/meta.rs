//! Title, author, publisher, day and address of a page, from whatever it gives, best source first.

use jiff::civil::Date;

use super::super::parse_date;
use super::json_ld;
use super::page::Page;

/// What a page says about itself.
#[derive(Debug, Default)]
pub(super) struct About {
    pub(super) title: Option<String>,
    pub(super) author: Option<String>,
    pub(super) publisher: Option<String>,
    pub(super) published: Option<Date>,
    pub(super) url: Option<String>,
    /// The article's text, where the page gives it apart from its markup.
    pub(super) body: Option<String>,
}

const TITLES: [&str; 7] = [
    "og:title",
    "citation_title",
    "dc.title",
    "dcterms.title",
    "parsely-title",
    "sailthru.title",
    "twitter:title",
];
const AUTHORS: [&str; 10] = [
    "article:author",
    "author",
    "citation_author",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "sailthru.author",
    "byl",
    "byline",
    "article:author_name",
];
const PUBLISHERS: [&str; 8] = [
    "og:site_name",
    "citation_journal_title",
    "dc.publisher",
    "dcterms.publisher",
    "publisher",
    "copyright-holder",
    "application-name",
    "article:publisher",
];
const DATES: [&str; 18] = [
    "article:published_time",
    "article:published",
    "og:published_time",
    "datepublished",
    "citation_publication_date",
    "citation_date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "dcterms.created",
    "dc.date.created",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publish-date",
    "publication_date",
    "date",
];

/// Marks that part a page's title from the name of its site.
const SEPARATORS: [&str; 7] = [" | ", " - ", " – ", " — ", " · ", " :: ", " » "];

/// Gathers what the page says.
pub(super) fn about(page: &Page) -> About {
    let described = json_ld::described(&page.json_ld);
    let meta = |names: &[&str]| {
        names
            .iter()
            .find_map(|name| page.metas.iter().find(|(known, _)| known == name))
            .map(|(_, content)| content.clone())
    };
    let named = |names: &[&str]| {
        names
            .iter()
            .find_map(|name| {
                page.metas
                    .iter()
                    .find(|(known, content)| known == name && is_name(content))
            })
            .map(|(_, content)| content.clone())
    };
    let (headline, site) = headline(page, &[described.headline, meta(&TITLES), described.name]);
    let dates = [described.published, page.marked_time.clone()]
        .into_iter()
        .flatten()
        .chain(
            DATES
                .iter()
                .flat_map(|name| page.metas.iter().filter(move |(known, _)| known == name))
                .map(|(_, day)| day.clone()),
        )
        .chain(page.first_time.clone());
    let author = described
        .author
        .or_else(|| named(&AUTHORS))
        .or_else(|| (!page.authors.is_empty()).then(|| page.authors.join(", ")));
    About {
        title: headline,
        author: author.and_then(|author| without_by(&author)),
        publisher: described.publisher.or_else(|| named(&PUBLISHERS)).or(site),
        published: dates.into_iter().find_map(|day| parse_date(&day)),
        url: page
            .canonical
            .clone()
            .or_else(|| meta(&["og:url"]))
            .or(described.url)
            .filter(|url| url.starts_with("http")),
        body: described.body,
    }
}

/// False for addresses, which some sites give in place of names.
fn is_name(content: &str) -> bool {
    !content.contains("://") && !content.starts_with(['@', '/']) && content.len() <= 300
}

/// A byline without the word that introduces it.
pub(super) fn without_by(author: &str) -> Option<String> {
    let bare = ["By ", "by ", "BY ", "Por ", "por ", "POR "]
        .iter()
        .find_map(|by| author.strip_prefix(by))
        .unwrap_or(author)
        .trim();
    (!bare.is_empty() && bare.len() <= 300).then(|| bare.to_owned())
}

/// The headline, and the name of the site where the page's title goes on with it. Of what the page
/// gives as its headline, the first with which its title begins is believed; failing that the first.
fn headline(page: &Page, given: &[Option<String>; 3]) -> (Option<String>, Option<String>) {
    let title = page.title.as_deref().unwrap_or_default();
    let heading = page
        .heading
        .as_ref()
        .filter(|heading| begins(title, heading).is_some());
    let mut given = given.iter().flatten();
    let believed = given.clone().find(|words| begins(title, words).is_some());
    match believed.or_else(|| given.next()).or(heading) {
        Some(words) => (
            Some(words.clone()),
            begins(title, words).flatten().map(str::to_owned),
        ),
        None if title.is_empty() => (page.heading.clone(), None),
        None => (Some(without_site(title).to_owned()), None),
    }
}

/// Whether `title` is `words`, alone or followed by the name of a site, and that name.
fn begins<'a>(title: &'a str, words: &str) -> Option<Option<&'a str>> {
    let rest = title.strip_prefix(words)?;
    if rest.is_empty() {
        return Some(None);
    }
    let name = SEPARATORS
        .iter()
        .find_map(|separator| rest.strip_prefix(separator))?;
    let alone = !SEPARATORS.iter().any(|separator| name.contains(separator));
    Some((alone && name.split(' ').count() <= 6).then_some(name))
}

/// A title without its last part, where that is short and the rest is not.
fn without_site(title: &str) -> &str {
    let parts = |separator: &&str| title.rsplit_once(*separator);
    match SEPARATORS
        .iter()
        .filter_map(parts)
        .max_by_key(|(headline, _)| headline.len())
    {
        Some((headline, site))
            if site.split(' ').count() <= 3 && headline.split(' ').count() >= 4 =>
        {
            headline
        }
        _ => title,
    }
}
