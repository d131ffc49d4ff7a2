//! The web page, embedded at build time by `build.rs`.

use std::sync::Arc;

use gateway::{Asset, WebPage};

/// Path and contents of each file.
static FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/page.rs"));

const INDEX: &str = "/index.html";

struct EmbeddedPage;

/// The page, if one was built.
pub(super) fn embedded() -> Option<Arc<dyn WebPage>> {
    find(INDEX).map(|_| Arc::new(EmbeddedPage) as Arc<dyn WebPage>)
}

impl WebPage for EmbeddedPage {
    fn index(&self) -> Asset {
        self.asset(INDEX).expect("a page without its index is not served")
    }

    fn asset(&self, path: &str) -> Option<Asset> {
        let gzip = find(&format!("{path}.gz")).map(bytes::Bytes::from_static);
        find(path).map(|body| Asset {
            content_type: content_type(path).into(),
            body: bytes::Bytes::from_static(body),
            gzip,
        })
    }
}

fn find(path: &str) -> Option<&'static [u8]> {
    FILES.binary_search_by(|(name, _)| (*name).cmp(path)).ok().map(|at| FILES[at].1)
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "ttf" => "font/ttf",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
