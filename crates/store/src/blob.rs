//! Files that came with reports: sealed while they come in, so that nothing of them ever stands in the clear.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use model::FileId;
use rand_core::CryptoRng;
use seal::{CHUNK, DataKey, HEADER, Opener, Place, Sealer};
use sha2::{Digest, Sha256};
use tokio::fs::{self, File};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::db::{Read, fetch_all, fetch_optional};
use crate::{Store, StoreError};

/// The folder of sealed files, each named by its id.
#[derive(Clone)]
pub struct Blobs(Arc<PathBuf>);

/// A file on its way in. Unless it is finished, nothing stays.
pub struct BlobWriter {
    id: FileId,
    file: Option<File>,
    path: PathBuf,
    sealer: Option<Sealer>,
    hasher: Sha256,
    length: u64,
    sealed: Vec<u8>,
}

/// A file that is opened piece by piece, so that little of it is in memory.
pub struct BlobReader {
    file: File,
    opener: Option<Opener>,
    sealed: Vec<u8>,
}

/// A file that is there, sealed and durable. Unless a report names it, it is swept away some day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Blob {
    /// Its name.
    pub id: FileId,
    /// SHA-256 of what came in.
    pub sha256: [u8; 32],
    /// Bytes that came in.
    pub length: u64,
}

impl Blobs {
    /// Makes the folder where there is none, for its owner alone.
    ///
    /// # Errors
    /// If it cannot be made.
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        let mut builder = std::fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder)?;
        Ok(Blobs(Arc::new(folder.to_owned())))
    }

    pub(crate) fn path(&self, id: FileId) -> PathBuf {
        let name = id.to_string();
        self.0.join(&name[..2]).join(name)
    }

    /// Begins to take in a file of a report, sealed with the report's key.
    ///
    /// # Errors
    /// If no file can be made.
    pub async fn create(
        &self,
        id: FileId,
        key: &DataKey,
        place: &Place<'_>,
        rng: &mut (impl CryptoRng + Send),
    ) -> Result<BlobWriter, StoreError> {
        let (sealer, header) = Sealer::new(key, place, &column(id), rng);
        let path = self.path(id);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).await?;
        }
        let file = File::create_new(&path).await?;
        let sealed = header.to_vec();
        Ok(BlobWriter {
            id,
            file: Some(file),
            path,
            sealer: Some(sealer),
            hasher: Sha256::new(),
            length: 0,
            sealed,
        })
    }

    /// Begins to open a file.
    ///
    /// # Errors
    /// If it is gone, or was written by a later version of this program.
    pub async fn reader(
        &self,
        id: FileId,
        key: &DataKey,
        place: &Place<'_>,
    ) -> Result<BlobReader, StoreError> {
        let mut file = File::open(self.path(id)).await?;
        let mut header = [0; HEADER];
        file.read_exact(&mut header).await?;
        let opener = Opener::new(key, place, &column(id), &header).map_err(SEALED)?;
        Ok(BlobReader {
            file,
            opener: Some(opener),
            sealed: vec![0; CHUNK],
        })
    }

    /// Throws a file away. One that is not there is no error.
    ///
    /// # Errors
    /// If it cannot be thrown away.
    pub async fn remove(&self, id: FileId) -> Result<(), StoreError> {
        match fs::remove_file(self.path(id)).await {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }
}

/// Files that reports name, in the order of their names, behind one of them.
pub(crate) async fn named(read: &mut Read, behind: FileId) -> Result<Vec<FileId>, StoreError> {
    let rows = fetch_all!(
        read,
        (Vec<u8>,),
        "SELECT id FROM file WHERE id > $1 ORDER BY id LIMIT 4096",
        behind.as_bytes().as_slice()
    )?;
    let damaged = || StoreError::Damaged {
        table: "file",
        what: "an id",
    };
    let id = |(id,): (Vec<u8>,)| {
        id.as_slice()
            .try_into()
            .map(FileId::from_bytes)
            .map_err(|_| damaged())
    };
    rows.into_iter().map(id).collect()
}

/// How many files are gone that reports name.
///
/// # Errors
/// If the database cannot be read.
pub async fn missing_files(store: &Store) -> Result<u64, StoreError> {
    let (mut last, mut missing) = (FileId::from_bytes([0; 16]), 0);
    loop {
        let files = named(&mut store.read().await?, last).await?;
        let Some(end) = files.last() else {
            return Ok(missing);
        };
        last = *end;
        for file in files {
            missing += u64::from(!fs::try_exists(store.blobs().path(file)).await?);
        }
    }
}

/// Throws away what no report names and was last written `before` a time: files of forms that an end of the
/// program broke off, if that is when it began.
///
/// # Errors
/// If files or the database cannot be read.
pub async fn sweep(store: &Store, before: SystemTime) -> Result<u64, StoreError> {
    let mut swept = 0;
    let mut folders = fs::read_dir(&*store.blobs().0).await?;
    while let Some(folder) = folders.next_entry().await? {
        if !folder.file_type().await?.is_dir() {
            continue;
        }
        let mut files = fs::read_dir(folder.path()).await?;
        let mut read = store.read().await?;
        while let Some(file) = files.next_entry().await? {
            let Some(id) = file
                .file_name()
                .to_str()
                .and_then(|name| name.parse::<FileId>().ok())
            else {
                continue;
            };
            if file.metadata().await?.modified()? >= before {
                continue;
            }
            let row = fetch_optional!(
                &mut read,
                (i64,),
                "SELECT length FROM file WHERE id = $1",
                id.as_bytes().as_slice()
            )?;
            if row.is_none() {
                store.blobs().remove(id).await?;
                swept += 1;
            }
        }
    }
    Ok(swept)
}

pub(crate) fn column(id: FileId) -> String {
    format!("file {id}")
}

const SEALED: fn(seal::SealError) -> StoreError = |source| StoreError::Sealed {
    table: "file",
    source,
};

impl BlobReader {
    /// The next piece; none at the end.
    ///
    /// # Errors
    /// If the file was cut off or changed: it never ends as if it were whole.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>, StoreError> {
        let mut plain = Vec::new();
        while plain.is_empty() {
            let count = self.file.read(&mut self.sealed).await?;
            if count == 0 {
                let Some(opener) = self.opener.take() else {
                    return Ok(None);
                };
                opener.finish(&mut plain).map_err(SEALED)?;
                break;
            }
            if let Some(opener) = &mut self.opener {
                opener
                    .read(&self.sealed[..count], &mut plain)
                    .map_err(SEALED)?;
            }
        }
        Ok((!plain.is_empty()).then_some(plain))
    }

    /// All of it, if it is no longer than `most` bytes.
    ///
    /// # Errors
    /// If it is longer, cut off or changed.
    pub async fn whole(mut self, most: u64) -> Result<Vec<u8>, StoreError> {
        if self.file.metadata().await?.len() > Sealer::sealed_length(most) {
            return Err(io::Error::from(ErrorKind::FileTooLarge).into());
        }
        let mut whole = Vec::new();
        while let Some(mut piece) = self.next().await? {
            whole.append(&mut piece);
        }
        Ok(whole)
    }
}

impl BlobWriter {
    /// Takes more of the file.
    ///
    /// # Errors
    /// If it cannot be written: the disk may be full.
    pub async fn write(&mut self, plain: &[u8]) -> Result<(), StoreError> {
        self.hasher.update(plain);
        self.length += plain.len() as u64;
        if let Some(sealer) = &mut self.sealer {
            sealer.write(plain, &mut self.sealed);
        }
        if self.sealed.len() >= CHUNK {
            self.flush().await?;
        }
        Ok(())
    }

    /// Bytes taken in so far.
    pub fn length(&self) -> u64 {
        self.length
    }

    async fn flush(&mut self) -> Result<(), StoreError> {
        if let Some(file) = &mut self.file {
            file.write_all(&self.sealed).await?;
        }
        self.sealed.clear();
        Ok(())
    }

    /// Ends the file. When this returns it is durable.
    ///
    /// # Errors
    /// If it cannot be written.
    pub async fn finish(mut self) -> Result<Blob, StoreError> {
        if let Some(sealer) = self.sealer.take() {
            sealer.finish(&mut self.sealed);
        }
        self.flush().await?;
        if let Some(file) = &mut self.file {
            file.flush().await?;
            file.sync_all().await?;
        }
        if let Some(folder) = self.path.parent() {
            File::open(folder).await?.sync_all().await?;
        }
        self.file = None;
        Ok(Blob {
            id: self.id,
            sha256: self.hasher.clone().finalize().into(),
            length: self.length,
        })
    }
}

impl Drop for BlobWriter {
    fn drop(&mut self) {
        if self.file.take().is_some() {
            // what cannot be removed now is swept away later
            let _ = std::fs::remove_file(&self.path);
        }
    }
}
