//! Forms with files: texts into memory, files into sealed blobs, piece by piece as they come.

use std::time::Duration;

use axum::extract::Multipart;
use axum::extract::multipart::{Field, MultipartError};
use axum::http::StatusCode;
use store::{Attachment, Blob, BlobWriter, StoreError};

use super::Line;
use crate::act::{self, Report};

/// Files of one form.
pub const FILES: usize = 20;

/// Bytes of one form's files together.
pub const TOTAL: usize = 200 << 20;

/// Parts of one form, with or without files.
const PARTS: usize = 64;

/// Bytes of all texts of a form.
const TEXTS: usize = 1 << 20;

/// How long nothing may come.
const SILENCE: Duration = Duration::from_secs(60);

/// Why a form was not taken in.
pub enum Broken {
    /// It did not arrive whole.
    Cut,
    /// It stood still for too long.
    Slow,
    /// It is too much.
    Large,
    /// It cannot be kept.
    Store(StoreError),
}

impl Broken {
    /// The text that tells of it, and the status.
    pub fn told(&self) -> (StatusCode, &'static str) {
        match self {
            Broken::Cut => (StatusCode::BAD_REQUEST, "error.broken"),
            Broken::Slow => (StatusCode::REQUEST_TIMEOUT, "error.slow"),
            Broken::Large => (StatusCode::PAYLOAD_TOO_LARGE, "error.large"),
            Broken::Store(_) => (StatusCode::SERVICE_UNAVAILABLE, "error.later"),
        }
    }
}

impl From<MultipartError> for Broken {
    fn from(error: MultipartError) -> Self {
        if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
            Broken::Large
        } else {
            Broken::Cut
        }
    }
}

impl From<StoreError> for Broken {
    fn from(error: StoreError) -> Self {
        Broken::Store(error)
    }
}

/// Files that came in and belong to nothing yet: unless they are kept, they go again.
pub struct Files<'l> {
    line: &'l Line,
    files: Vec<(Blob, Attachment)>,
}

impl Files<'_> {
    /// The hashes of their contents, in order.
    pub fn hashes(&self) -> impl Iterator<Item = &[u8; 32]> {
        self.files.iter().map(|(blob, _)| &blob.sha256)
    }

    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// To be named by a report.
    pub fn list(&self) -> Vec<(Blob, Attachment)> {
        self.files.clone()
    }

    /// A report names them now: they stay.
    pub fn keep(mut self) {
        self.files.clear();
    }
}

impl Drop for Files<'_> {
    fn drop(&mut self) {
        let (blobs, files) = (
            self.line.act.store.blobs().clone(),
            std::mem::take(&mut self.files),
        );
        if files.is_empty() {
            return;
        }
        tokio::spawn(async move {
            for (blob, _) in files {
                if let Err(error) = blobs.remove(blob.id).await {
                    tracing::warn!(error = %error, "a file that belongs to no report could not be removed");
                }
            }
        });
    }
}

/// Reads a form to its end: each text is handed to `text`, files are sealed for the report.
pub async fn take_in<'l>(
    line: &'l Line,
    mut form: Multipart,
    report: &Report,
    mut text: impl FnMut(&str, String),
) -> Result<Files<'l>, Broken> {
    let mut files = Files {
        line,
        files: Vec::new(),
    };
    let (mut parts, mut texts, mut total) = (0, 0, 0);
    while let Some(mut field) = patient(form.next_field()).await? {
        parts += 1;
        if parts > PARTS {
            return Err(Broken::Large);
        }
        let name = field.name().unwrap_or_default().to_owned();
        if field.file_name().is_some() {
            let about = (
                field.file_name().unwrap_or_default().to_owned(),
                field.content_type().unwrap_or_default().to_owned(),
            );
            if let Some(file) = take_file(line, &mut field, report, &mut total, about).await? {
                if files.files.len() == FILES {
                    return Err(Broken::Large);
                }
                files.files.push(file);
            }
            continue;
        }
        let mut value = Vec::new();
        while let Some(piece) = patient(field.chunk()).await? {
            texts += piece.len();
            if texts > TEXTS {
                return Err(Broken::Large);
            }
            value.extend_from_slice(&piece);
        }
        text(&name, String::from_utf8_lossy(&value).into_owned());
    }
    Ok(files)
}

/// A file, sealed as it comes; none where no file was chosen.
async fn take_file(
    line: &Line,
    field: &mut Field<'_>,
    report: &Report,
    total: &mut usize,
    (name, kind): (String, String),
) -> Result<Option<(Blob, Attachment)>, Broken> {
    let mut writer: Option<BlobWriter> = None;
    while let Some(piece) = patient(field.chunk()).await? {
        if piece.is_empty() {
            continue;
        }
        *total += piece.len();
        if *total > TOTAL {
            return Err(Broken::Large);
        }
        let writer = match &mut writer {
            Some(writer) => writer,
            none => none.insert(begin(line, report).await?),
        };
        writer.write(&piece).await?;
    }
    let writer = match writer {
        Some(writer) => writer,
        None if name.is_empty() => return Ok(None),
        None => begin(line, report).await?,
    };
    let blob = writer.finish().await?;
    let about = act::about(&blob, &name, &kind);
    Ok(Some((blob, about)))
}

async fn begin(line: &Line, report: &Report) -> Result<BlobWriter, StoreError> {
    act::begin_file(&line.act, report).await
}

async fn patient<T>(next: impl Future<Output = Result<T, MultipartError>>) -> Result<T, Broken> {
    match tokio::time::timeout(SILENCE, next).await {
        Ok(done) => Ok(done?),
        Err(_) => Err(Broken::Slow),
    }
}
