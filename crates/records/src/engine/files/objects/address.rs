//! The address of an object, as a specification has it: without credentials, which are the
//! environment's.

use std::net::{Ipv4Addr, Ipv6Addr};

use object_store::path::Path;

use crate::engine::CountError;

/// Where an object stands.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Address {
    kind: Kind,
    root: String,
    key: Path,
}

/// By what a store is talked to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Kind {
    S3 { bucket: String },
    Http { is_encrypted: bool },
}

impl Address {
    /// # Errors
    ///
    /// What is no such address, told without what may be a credential.
    pub(super) fn of(name: &str) -> Result<Self, CountError> {
        let (scheme, rest) = name.split_once("://").unwrap_or((name, ""));
        let (authority, path, has_more) = parts(rest);
        let fail = |file: String, why: &str| Err(CountError::File { file, why: why.to_owned() });
        let Some(kind) = Kind::of(scheme, authority) else {
            let known = "files on stores are named as s3://bucket/key or https://host/path";
            let scheme = scheme.get(..10).unwrap_or(scheme);
            let scheme = if scheme.chars().all(char::is_alphanumeric) { scheme } else { "" };
            return fail(format!("{scheme}://…"), known);
        };
        let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
        // A password may hold a `/`: all that stands before the `@` may be one then.
        let may_be_of_a_user = !kind.is_s3() && rest[authority.len()..].contains('@');
        if host.len() < authority.len() || has_more || may_be_of_a_user {
            let why = "an address has no user, password, ? or #: credentials are set in the environment, and a ?, # or @ of a name is written %3F, %23 or %40";
            let told = if may_be_of_a_user { "…".to_owned() } else { format!("{host}{path}") };
            return fail(format!("{scheme}://{told}"), why);
        }
        let host = &kind.host(host);
        if matches!(kind, Kind::Http { is_encrypted: false }) && !is_this_machine(host) {
            return fail(name.to_owned(), "others can read http on its way: give it as https");
        }
        if path.len() < 2 || path.ends_with('/') {
            return fail(name.to_owned(), "it names no object: give each object by its whole name");
        }
        if !kind.is_s3() && path.to_ascii_uppercase().contains("%2F") {
            let why = "its name cannot be asked for: a / within a part of it, %2F, would be asked for as one between parts";
            return fail(name.to_owned(), why);
        }
        let Ok(key) = Path::from_url_path(path) else {
            let why = "its name cannot be asked for: parts between / that are empty, . or .. are none, and % is written %25";
            return fail(name.to_owned(), why);
        };
        let root = format!("{}://{host}", scheme.to_ascii_lowercase());
        Ok(Self { kind, root, key })
    }

    pub(super) const fn kind(&self) -> &Kind {
        &self.kind
    }

    pub(super) const fn is_s3(&self) -> bool {
        self.kind.is_s3()
    }

    /// The store, as an address.
    pub(super) fn root(&self) -> &str {
        &self.root
    }

    /// The object within its store.
    pub(super) const fn key(&self) -> &Path {
        &self.key
    }
}

impl Kind {
    const fn is_s3(&self) -> bool {
        matches!(self, Self::S3 { .. })
    }

    /// A host as every way to write it is asked for: two of one are one store.
    fn host(&self, written: &str) -> String {
        let Self::Http { is_encrypted } = self else { return written.to_owned() };
        let (name, port) = split_port(written);
        let of_v6 = name.strip_prefix('[').and_then(|name| name.strip_suffix(']'));
        let of_v6 = of_v6.and_then(|name| name.parse::<Ipv6Addr>().ok());
        let name = of_v6.map_or_else(|| name.to_ascii_lowercase(), |name| format!("[{name}]"));
        let usual = if *is_encrypted { 443 } else { 80 };
        match port.and_then(|port| port.parse::<u16>().ok()) {
            Some(port) if port != usual => format!("{name}:{port}"),
            _ => name,
        }
    }

    /// None for another scheme, and for a store whose name cannot be one: it may be half of a
    /// password.
    fn of(scheme: &str, authority: &str) -> Option<Self> {
        let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
        let is_plain = |text: &str| {
            let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b".-_".contains(&byte);
            !text.is_empty() && text.bytes().all(is_part)
        };
        match scheme.to_ascii_lowercase().as_str() {
            "s3" if is_plain(host) => Some(Self::S3 { bucket: host.to_owned() }),
            scheme @ ("http" | "https") => {
                let (name, port) = split_port(host);
                let of_v6 = name.strip_prefix('[').and_then(|name| name.strip_suffix(']'));
                let is_host =
                    of_v6.map_or_else(|| is_plain(name), |name| name.parse::<Ipv6Addr>().is_ok());
                let has_port = port.is_none_or(|port| port.parse::<u16>().is_ok());
                (is_host && has_port).then_some(Self::Http { is_encrypted: scheme == "https" })
            }
            _ => None,
        }
    }
}

/// What stands between the scheme and the first `/`, what follows up to a `?` or `#`, and
/// whether there is more.
fn parts(rest: &str) -> (&str, &str, bool) {
    let end = rest.find(['?', '#']);
    let (rest, has_more) = (&rest[..end.unwrap_or(rest.len())], end.is_some());
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    (authority, path, has_more)
}

fn split_port(host: &str) -> (&str, Option<&str>) {
    match host.rsplit_once(':') {
        // Colons are part of an address of version 6.
        Some((name, port)) if !port.contains(']') => (name, Some(port)),
        _ => (host, None),
    }
}

fn is_this_machine(host: &str) -> bool {
    let name = split_port(host).0;
    name.eq_ignore_ascii_case("localhost")
        || name == "[::1]"
        || name.parse::<Ipv4Addr>().is_ok_and(|address| address.is_loopback())
}

/// Whether what stands at this address is on this machine.
pub(super) fn is_on_this_machine(url: &str) -> bool {
    let (authority, _, _) = parts(url.split_once("://").map_or(url, |(_, rest)| rest));
    is_this_machine(authority.rsplit_once('@').map_or(authority, |(_, host)| host))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_store_and_a_name_in_it() {
        for (name, root, key) in [
            ("s3://records/births.parquet", "s3://records", "births.parquet"),
            ("S3://records/2019/b%20%23%3F%25.csv", "s3://records", "2019/b #?%.csv"),
            ("s3://records/2019/b ä@.csv", "s3://records", "2019/b ä@.csv"),
            ("https://example.org/a/births.csv", "https://example.org", "a/births.csv"),
            ("https://example.org:8443/b.csv", "https://example.org:8443", "b.csv"),
            ("HTTPS://Example.ORG:443/A%40.csv", "https://example.org", "A@.csv"),
            ("https://example.org:0443/b.csv", "https://example.org", "b.csv"),
            ("https://example.org:80/b.csv", "https://example.org:80", "b.csv"),
            ("http://LocalHost:80/b.csv", "http://localhost", "b.csv"),
            ("http://[0:0::1]:9000/b.csv", "http://[::1]:9000", "b.csv"),
            ("s3://records/a%2Fb.csv", "s3://records", "a/b.csv"),
            ("http://127.0.0.1:9000/b.csv", "http://127.0.0.1:9000", "b.csv"),
            ("http://[::1]:9000/b.csv", "http://[::1]:9000", "b.csv"),
        ] {
            let address = Address::of(name).unwrap();
            assert_eq!((address.root(), address.key().as_ref()), (root, key), "{name}");
        }
    }

    #[test]
    fn a_store_on_this_machine_is_told() {
        for (url, is_here) in [
            ("http://127.0.0.1:9000", true),
            ("http://LOCALHOST/", true),
            ("https://me:pass@[::1]:9000/minio", true),
            ("https://s3.example.org", false),
            ("https://localhost.example.org", false),
            ("https://example.org/127.0.0.1", false),
            ("", false),
        ] {
            assert_eq!(is_on_this_machine(url), is_here, "{url}");
        }
    }

    /// Nor is a password told where somebody wrote one.
    #[test]
    fn what_is_no_address_is_refused() {
        for (name, told) in [
            ("gs://records/b.csv", "`gs://…` cannot be taken: files on stores are named as s3"),
            ("s3://AKIA:sec/ret@records/b.csv", "`s3://…` cannot be taken: files on"),
            ("AKIA:secret@s3://records/b.csv", "`://…` cannot be taken: files on"),
            ("https://me:sec/ret@example.org/b.csv", "`https://…` cannot be taken: files on"),
            ("https://me:1234/sec@example.org/b", "`https://…` cannot be taken: an address has no"),
            ("https://me:12/sec?ret@example.org/b", "`https://…` cannot be taken: an address has"),
            (
                "https://example.org/a%2fb.csv",
                "`https://example.org/a%2fb.csv` cannot be taken: its",
            ),
            ("s3:///b.csv", "`s3://…` cannot be taken: files on"),
            ("s3://AKIA:secret@records/b.csv", "`s3://records/b.csv` cannot be taken: an address"),
            ("https://me:secret@[::1]/b", "`https://[::1]/b` cannot be taken: an address has no"),
            ("https://example.org/b.csv?sig=secret", "`https://example.org/b.csv` cannot be"),
            ("s3://records/b.csv#secret", "`s3://records/b.csv` cannot be taken: an address has"),
            ("http://example.org/b.csv", "`http://example.org/b.csv` cannot be taken: others"),
            ("http://localhost.example.org/b.csv", "`http://localhost.example.org/b.csv` cannot"),
            ("s3://records", "`s3://records` cannot be taken: it names no object"),
            ("s3://records/2019/", "`s3://records/2019/` cannot be taken: it names no object"),
            ("s3://records/a//b.csv", "`s3://records/a//b.csv` cannot be taken: its name"),
            ("s3://records/../b.csv", "`s3://records/../b.csv` cannot be taken: its name"),
            ("s3://records/%FF.csv", "`s3://records/%FF.csv` cannot be taken: its name"),
        ] {
            let error = Address::of(name).unwrap_err().to_string();
            assert!(error.starts_with(told), "{name}: {error}");
            assert!(!error.contains("sec"), "{name}: {error}");
        }
    }
}
