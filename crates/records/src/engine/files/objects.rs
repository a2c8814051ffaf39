//! Files on object stores: S3 and what speaks like it, and servers of HTTP that give parts of
//! a file.
//!
//! An object is looked at once, and from then on every part of it is asked for as that of the
//! object that was seen: one that is written anew in the middle of a count is found out by the
//! first part that comes of it. Parts are small, so that the time that an answer may take has a
//! bound whatever the size of the object, and so has memory where it is read from its start to
//! its end. Of Parquet the engine asks for all columns of a row group together.
//!
//! What a store or the library that talks to it says is never passed on: it may hold an
//! address, a header or a credential.

mod address;
mod direct;
mod fault;
mod pinned;
mod reading;

use std::collections::BTreeMap;
use std::future::Future;
use std::io;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::Duration;

use bytes::Bytes;
use datafusion::execution::object_store::ObjectStoreUrl;
use datafusion::prelude::SessionContext;
use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};
use object_store::http::HttpBuilder;
use object_store::path::Path;
use object_store::{
    BackoffConfig, ClientConfigKey, ClientOptions, GetOptions, GetRange, ObjectMeta, ObjectStore,
    RetryConfig,
};
use tokio::runtime::{Builder, Handle, Runtime};
use tokio::task::AbortHandle;

use super::source::{Opened, Source};
use crate::engine::CountError;
use address::{Address, Kind};
use direct::Direct;
use fault::Fault;
use pinned::Pinned;

pub(super) use reading::Reading;

/// Where the engine finds them.
pub(super) const ROOT: &str = "count://files";

/// The most bytes that are asked for at once.
const PIECE: u64 = 4 << 20;

/// How often it is asked whether to stop while a store is waited for.
const BEAT: Duration = Duration::from_millis(100);

/// For how long what fails is tried again.
const TRYING: Duration = Duration::from_secs(30);

/// The stores of a count, each asked for the first of its objects.
#[derive(Debug, Default)]
pub(super) struct Stores {
    /// Waiting for stores has a thread of its own, and the engine's go on meanwhile.
    runtime: Option<Runtime>,
    known: BTreeMap<String, Arc<dyn ObjectStore>>,
    /// Set once it is to stop, for those who wait where that cannot be asked.
    given_up: Arc<AtomicBool>,
}

/// An object as it was when the count began.
#[derive(Debug)]
pub(in crate::engine) struct Object {
    /// As the specification names it.
    name: String,
    address: Address,
    store: Arc<dyn ObjectStore>,
    seen: ObjectMeta,
    runtime: Handle,
    given_up: Arc<AtomicBool>,
    /// The first thing that went wrong with it. What the engine makes of that would be another
    /// error, and less clear.
    fault: OnceLock<Fault>,
}

/// Whether a name is the address of an object.
pub(super) fn checked(name: &str) -> Result<(), CountError> {
    Address::of(name).map(|_| ())
}

impl Drop for Stores {
    fn drop(&mut self) {
        // Nobody waits for an answer any more.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl Stores {
    /// Looks at an object.
    pub(super) fn look(
        &mut self,
        name: &str,
        stop: &dyn Fn() -> bool,
    ) -> Result<Arc<Object>, CountError> {
        let address = Address::of(name)?;
        let fail = |why: String| CountError::File { file: name.to_owned(), why };
        let store = match self.known.get(address.root()) {
            Some(store) => Arc::clone(store),
            None => connected(&address).map_err(fail)?,
        };
        self.known.insert(address.root().to_owned(), Arc::clone(&store));
        let runtime = self.runtime()?;
        let seen = {
            let (store, key) = (Arc::clone(&store), address.key().clone());
            let is_s3 = address.is_s3();
            ask(&runtime, async move { looked_at(&*store, &key, is_s3).await })
        };
        let seen = waited_for(&seen, stop)?.map_err(|fault| fault.told(name))?;
        if seen.e_tag.is_none() && seen.last_modified.timestamp() == 0 {
            let why = "its server tells neither its ETag nor when it was last modified: whether it stays the same could not be told".to_owned();
            return Err(fail(why));
        }
        let (fault, given_up) = (OnceLock::new(), Arc::clone(&self.given_up));
        let name = name.to_owned();
        Ok(Arc::new(Object { name, address, store, seen, runtime, given_up, fault }))
    }

    /// What comes of work that may read objects, which would otherwise go on waiting for one
    /// when it is to stop.
    pub(super) fn waited_for<T: Send>(
        &self,
        stop: &dyn Fn() -> bool,
        work: impl FnOnce() -> T + Send,
    ) -> Result<T, CountError> {
        if self.runtime.is_none() {
            return Ok(work());
        }
        let (sender, receiver) = mpsc::channel();
        thread::scope(|scope| {
            scope.spawn(move || {
                // Where nobody waits any more there is nobody to tell.
                let _ = sender.send(work());
            });
            let came = waited(&receiver, stop);
            self.given_up.store(came.is_none(), Ordering::Relaxed);
            came.ok_or(CountError::Stopped)
        })
    }

    /// Whether nothing is waited for any more.
    pub(super) fn are_given_up(&self) -> bool {
        self.given_up.load(Ordering::Relaxed)
    }

    fn runtime(&mut self) -> Result<Handle, CountError> {
        if let Some(runtime) = &self.runtime {
            return Ok(runtime.handle().clone());
        }
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build();
        let runtime = runtime.map_err(|error| CountError::Engine {
            what: format!("no threads: {}", error.kind()),
        })?;
        Ok(self.runtime.insert(runtime).handle().clone())
    }

    /// Whether an object is as it was.
    #[expect(clippy::unused_self, reason = "an object answers as long as its stores are there")]
    pub(super) fn is_unchanged(
        &self,
        object: &Arc<Object>,
        stop: &dyn Fn() -> bool,
    ) -> Result<bool, CountError> {
        let now = {
            let object = Arc::clone(object);
            ask(&object.runtime.clone(), async move {
                let (key, is_s3) = (object.address.key(), object.address.is_s3());
                let now = looked_at(&*object.store, key, is_s3).await;
                now.map(|now| object.is_seen(&now))
            })
        };
        match waited_for(&now, stop)? {
            Ok(is_same) => Ok(is_same),
            Err(Fault::NoObject | Fault::NoBucket) => Ok(false),
            Err(fault) => Err(fault.told(&object.name)),
        }
    }
}

/// Has the engine find these files under these names, and nothing else there.
pub(super) fn register<'s>(
    files: impl Iterator<Item = (String, &'s Source)>,
    context: &SessionContext,
) -> Result<(), CountError> {
    let root = ObjectStoreUrl::parse(ROOT)
        .map_err(|error| CountError::of(&error, "opening an object store"))?;
    let pinned = Pinned::of(files)
        .map_err(|error| CountError::of(&error.into(), "opening an object store"))?;
    context.register_object_store(root.as_ref(), Arc::new(pinned));
    Ok(())
}

impl Object {
    /// The object from its start.
    #[expect(clippy::unnecessary_wraps, reason = "builds without the feature open nothing")]
    pub(super) fn open(self: &Arc<Self>) -> io::Result<Opened> {
        Ok(Opened::Object(Reading::of(self)))
    }

    pub(super) fn bytes(&self) -> u64 {
        self.seen.size
    }

    pub(super) fn key(&self) -> &str {
        self.address.key().as_ref()
    }

    /// Whether both are one object.
    pub(super) fn is(&self, other: &Self) -> bool {
        self.address == other.address
    }

    pub(super) fn fault(&self) -> Option<CountError> {
        self.fault.get().map(|fault| fault.told(&self.name))
    }

    /// A part of the object, waited for by whoever likes.
    fn part(self: &Arc<Self>, range: Range<u64>) -> Asked<Result<Bytes, Fault>> {
        let object = Arc::clone(self);
        ask(&self.runtime, async move { object.fetched(range).await })
    }

    /// A part of the object.
    async fn fetched(&self, range: Range<u64>) -> Result<Bytes, Fault> {
        let fetched = self.fetch(range).await;
        if let Err(fault) = &fetched {
            // The first is kept.
            let _ = self.fault.set(fault.clone());
        }
        fetched
    }

    async fn fetch(&self, range: Range<u64>) -> Result<Bytes, Fault> {
        let length = range.end - range.start;
        // A weak tag is the same as none, not even as itself.
        let tag = self.seen.e_tag.clone().filter(|tag| !tag.starts_with("W/"));
        let options = GetOptions {
            range: Some(GetRange::Bounded(range)),
            if_match: tag,
            ..GetOptions::default()
        };
        let got = self.store.get_opts(self.address.key(), options).await;
        let got = got.map_err(|error| Fault::in_the_middle(&error))?;
        if !self.is_seen(&got.meta) {
            return Err(Fault::Changed);
        }
        let bytes = got.bytes().await.map_err(|error| Fault::in_the_middle(&error))?;
        if bytes.len() as u64 == length { Ok(bytes) } else { Err(Fault::Short) }
    }

    /// Whether an answer is about the object that was seen.
    fn is_seen(&self, now: &ObjectMeta) -> bool {
        let seen = &self.seen;
        (now.size, &now.e_tag, now.last_modified) == (seen.size, &seen.e_tag, seen.last_modified)
    }
}

/// Connects to the store of an address, by the settings of the environment. Nobody is asked yet.
fn connected(address: &Address) -> Result<Arc<dyn ObjectStore>, String> {
    let backoff = BackoffConfig {
        init_backoff: Duration::from_millis(100),
        max_backoff: Duration::from_secs(2),
        base: 2.0,
    };
    let retry = RetryConfig { backoff, max_retries: 3, retry_timeout: TRYING };
    match address.kind() {
        Kind::S3 { bucket } => {
            let builder = AmazonS3Builder::from_env().with_bucket_name(bucket).with_retry(retry);
            is_set_up(&builder)?;
            let direct = Direct::to(&endpoint(&builder));
            let builder = builder.with_http_connector(direct);
            let store = builder.build().map_err(|_| {
                "the settings AWS_… of the environment do not hold together".to_owned()
            })?;
            Ok(Arc::new(store))
        }
        Kind::Http { is_encrypted } => {
            let options = ClientOptions::new().with_allow_http(!is_encrypted);
            let builder = HttpBuilder::new().with_url(address.root());
            let builder = builder.with_client_options(options).with_retry(retry);
            let builder = builder.with_http_connector(Direct::to(address.root()));
            let store = builder.build().map_err(|_| "it is no address of a server".to_owned())?;
            Ok(Arc::new(store))
        }
    }
}

/// Whether the environment says as whom a store is asked, and how. Left to itself the library
/// would ask the network for credentials.
fn is_set_up(builder: &AmazonS3Builder) -> Result<(), String> {
    use AmazonS3ConfigKey::{
        AccessKeyId, Client, ContainerAuthorizationTokenFile, ContainerCredentialsFullUri,
        ContainerCredentialsRelativeUri, MetadataEndpoint, RoleArn, SecretAccessKey, SkipSignature,
        WebIdentityTokenFile,
    };

    let set = |key: AmazonS3ConfigKey| builder.get_config_value(&key);
    let has = |key: AmazonS3ConfigKey| set(key).is_some_and(|value| !value.is_empty());
    let is_on = |key: AmazonS3ConfigKey| set(key).is_some_and(|value| is_on(&value));
    match (has(AccessKeyId), has(SecretAccessKey)) {
        (true, false) => {
            return Err("AWS_ACCESS_KEY_ID is set, and AWS_SECRET_ACCESS_KEY is not".to_owned());
        }
        (false, true) => {
            return Err("AWS_SECRET_ACCESS_KEY is set, and AWS_ACCESS_KEY_ID is not".to_owned());
        }
        _ => {}
    }
    let is_known = has(AccessKeyId)
        || has(WebIdentityTokenFile) && has(RoleArn)
        || has(ContainerCredentialsRelativeUri)
        || has(ContainerCredentialsFullUri) && has(ContainerAuthorizationTokenFile)
        || has(MetadataEndpoint)
        || is_on(SkipSignature);
    if !is_known {
        return Err("the environment has no credentials for it: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_SKIP_SIGNATURE=true for a bucket that everyone may read".to_owned());
    }
    let endpoint = endpoint(builder);
    let is_plain = endpoint.get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("http://"));
    if is_plain && !is_on(Client(ClientConfigKey::AllowHttp)) {
        return Err("the endpoint of the store is http, which others can read on its way: give it as https, or set AWS_ALLOW_HTTP=true where nobody can".to_owned());
    }
    Ok(())
}

/// Where a store stands; empty for that of Amazon.
fn endpoint(builder: &AmazonS3Builder) -> String {
    let set = |key: AmazonS3ConfigKey| builder.get_config_value(&key);
    let of_s3 = set(AmazonS3ConfigKey::S3Endpoint);
    of_s3.or_else(|| set(AmazonS3ConfigKey::Endpoint)).unwrap_or_default()
}

/// Whether a setting is on, as the library reads it.
fn is_on(value: &str) -> bool {
    ["1", "true", "on", "yes", "y"].contains(&value.to_ascii_lowercase().as_str())
}

/// What a store tells of an object. To a question without an answer in words it does not say
/// whether the bucket is missing; to one for bytes it does.
async fn looked_at(store: &dyn ObjectStore, key: &Path, is_s3: bool) -> Result<ObjectMeta, Fault> {
    let head = GetOptions { head: true, ..GetOptions::default() };
    match store.get_opts(key, head).await {
        Ok(got) => Ok(got.meta),
        Err(error @ object_store::Error::NotFound { .. }) if is_s3 => {
            let asked = store.get_opts(key, GetOptions::default()).await;
            Err(Fault::of(asked.err().as_ref().unwrap_or(&error)))
        }
        Err(error) => Err(Fault::of(&error)),
    }
}

/// What was asked of a store. Once nobody waits for it, it is called off.
struct Asked<T> {
    answer: Receiver<T>,
    task: AbortHandle,
}

impl<T> Drop for Asked<T> {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Has something done, whose outcome can be waited for anywhere.
fn ask<T: Send + 'static>(
    runtime: &Handle,
    work: impl Future<Output = T> + Send + 'static,
) -> Asked<T> {
    let (sender, answer) = mpsc::channel();
    let task = runtime.spawn(async move {
        // Where nobody waits any more there is nobody to tell.
        let _ = sender.send(work.await);
    });
    Asked { answer, task: task.abort_handle() }
}

/// What was asked for; none once it is to stop.
fn waited<T>(answer: &Receiver<T>, stop: &dyn Fn() -> bool) -> Option<T> {
    loop {
        match answer.recv_timeout(BEAT) {
            Ok(answer) => return Some(answer),
            Err(RecvTimeoutError::Timeout) if !stop() => {}
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return None,
        }
    }
}

/// The same, or why it does not come.
fn waited_for<T>(asked: &Asked<T>, stop: &dyn Fn() -> bool) -> Result<T, CountError> {
    waited(&asked.answer, stop).ok_or_else(|| {
        if stop() {
            CountError::Stopped
        } else {
            CountError::Engine { what: "asking an object store".to_owned() }
        }
    })
}
