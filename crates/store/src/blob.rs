//! Files that came with reports: sealed while they come in, so that nothing of them ever stands in the clear.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use model::FileId;
use rand_core::CryptoRng;
use seal::{CHUNK, DataKey, HEADER, Opener, Place, Sealer};
use sha2::{Digest, Sha256};
use tokio::fs::{self, File};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::StoreError;

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
    pub(crate) fn open(folder: &Path) -> Result<Self, StoreError> {
        let mut builder = std::fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder)?;
        Ok(Blobs(Arc::new(folder.to_owned())))
    }

    fn path(&self, id: FileId) -> PathBuf {
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

    /// Opens a whole file into memory, at most `most` bytes of it.
    ///
    /// # Errors
    /// If it is gone, longer than that, cut off or changed.
    pub async fn read(
        &self,
        id: FileId,
        key: &DataKey,
        place: &Place<'_>,
        most: u64,
    ) -> Result<Vec<u8>, StoreError> {
        let sealed = |source| StoreError::Sealed {
            table: "file",
            source,
        };
        let mut file = File::open(self.path(id)).await?;
        if file.metadata().await?.len() > Sealer::sealed_length(most) {
            return Err(io::Error::from(ErrorKind::FileTooLarge).into());
        }
        let mut header = [0; HEADER];
        file.read_exact(&mut header).await?;
        let mut opener = Opener::new(key, place, &column(id), &header).map_err(sealed)?;
        let (mut plain, mut piece) = (Vec::new(), vec![0; CHUNK]);
        loop {
            let count = file.read(&mut piece).await?;
            if count == 0 {
                break;
            }
            opener.read(&piece[..count], &mut plain).map_err(sealed)?;
        }
        opener.finish(&mut plain).map_err(sealed)?;
        Ok(plain)
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

fn column(id: FileId) -> String {
    format!("file {id}")
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
