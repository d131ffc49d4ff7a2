//! The suite of the port, run over Gemini and over the fake that other crates' tests use.

use std::sync::Arc;

use code_remote_gemini::testing::Server;
use domain::testing::{FakeModel, ModelFixture};

async fn over_gemini() -> ModelFixture {
    let server = Arc::new(Server::start().await);
    let model = crate::gemini(&server);
    ModelFixture::new(Arc::new(model), server, ())
}

async fn over_the_fake() -> ModelFixture {
    let model = FakeModel::default();
    ModelFixture::new(Arc::new(model.clone()), Arc::new(model), ())
}

mod gemini_model {
    domain::model_suite!(super::over_gemini);
}

mod fake_model {
    domain::model_suite!(super::over_the_fake);
}
