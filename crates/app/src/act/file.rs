//! Files of reports: sealed before the report that names them is stored.

use intake::hex;
use model::FileId;
use rand_core::Rng as _;
use store::{Attachment, Blob, BlobWriter, StoreError};

use super::{Desk, Refusal, Report, rng};

/// Begins a file of a report, sealed as it comes.
pub(crate) async fn begin_file(desk: &Desk, report: &Report) -> Result<BlobWriter, StoreError> {
    let mut id = [0; 16];
    rng().fill_bytes(&mut id);
    let place = Report::place(&report.id);
    let blobs = desk.store.blobs();
    blobs
        .create(FileId::random(id), &report.key, &place, &mut rng())
        .await
}

/// What is kept about a file: its name and kind as its sender gave them, without what could mislead a terminal.
pub(crate) fn about(blob: &Blob, name: &str, kind: &str) -> Attachment {
    let shown = |text: &str, most| {
        text.chars()
            .filter(|c| !c.is_control())
            .take(most)
            .collect::<String>()
    };
    Attachment {
        name: shown(name, 200),
        kind: shown(kind, 100),
        sha256: hex(&blob.sha256),
    }
}

/// Seals a file that is at hand whole, and gives it to a report.
pub(crate) async fn seal_file(
    desk: &Desk,
    report: &mut Report,
    (name, kind): (&str, &str),
    content: &[u8],
) -> Result<(), Refusal> {
    let sealed = async {
        let mut writer = begin_file(desk, report).await?;
        for piece in content.chunks(PIECE) {
            writer.write(piece).await?;
        }
        writer.finish().await
    };
    let blob = sealed.await.map_err(|error| Refusal::of(&error))?;
    let about = about(&blob, name, kind);
    report.files.push((blob, about));
    Ok(())
}

/// Bytes sealed between two looks at what else there is to do.
const PIECE: usize = 256 << 10;

/// Throws away files that no report names.
pub(crate) async fn discard(desk: &Desk, files: &[(Blob, Attachment)]) {
    for (blob, _) in files {
        if let Err(error) = desk.store.blobs().remove(blob.id).await {
            tracing::warn!(error = %error, "a file that belongs to no report could not be removed");
        }
    }
}
