//! Reports as messages, and back. A value that a newer service knows and we do not is the most careful one.

use complexity::{
    Agreement, Analysis, AnalysisRequest, AnalyzerStatus, Class, Confidence, Fit, FunctionAnalysis, Growing,
    ModelOpinion, Point, Progress, Reason, Report, SizedInput, StaticAnalysis,
};

use super::proto;
use super::proto::analyze_complexity_stream_response::Progress as Piece;

/// Words that both sides have.
const CLASSES: [(Class, proto::Class); 13] = [
    (Class::Constant, proto::Class::Constant),
    (Class::Logarithmic, proto::Class::Logarithmic),
    (Class::Root, proto::Class::Root),
    (Class::Linear, proto::Class::Linear),
    (Class::Linearithmic, proto::Class::Linearithmic),
    (Class::LinearRoot, proto::Class::LinearRoot),
    (Class::Quadratic, proto::Class::Quadratic),
    (Class::QuadraticLog, proto::Class::QuadraticLog),
    (Class::Cubic, proto::Class::Cubic),
    (Class::Polynomial, proto::Class::Polynomial),
    (Class::Exponential, proto::Class::Exponential),
    (Class::Factorial, proto::Class::Factorial),
    (Class::Unknown, proto::Class::Unknown),
];
const CONFIDENCES: [(Confidence, proto::Confidence); 3] = [
    (Confidence::Low, proto::Confidence::Low),
    (Confidence::Medium, proto::Confidence::Medium),
    (Confidence::High, proto::Confidence::High),
];
const AGREEMENTS: [(Agreement, proto::Agreement); 4] = [
    (Agreement::Agree, proto::Agreement::Agree),
    (Agreement::Near, proto::Agreement::Near),
    (Agreement::Conflict, proto::Agreement::Conflict),
    (Agreement::Single, proto::Agreement::Single),
];

/// The number of a word.
fn number<T: PartialEq, P: Copy + Into<i32>>(words: &[(T, P)], word: &T) -> i32 {
    words.iter().find(|(own, _)| own == word).map_or(0, |(_, theirs)| (*theirs).into())
}

/// The word of a number.
fn word<T: Copy, P: Copy + Into<i32>>(words: &[(T, P)], number: i32, careful: T) -> T {
    words.iter().find(|(_, theirs)| (*theirs).into() == number).map_or(careful, |(own, _)| *own)
}

pub(super) fn request(program: proto::Program) -> AnalysisRequest {
    let proto::Program { caller, language, source, measure, inputs, request_id, trace } = program;
    let inputs = inputs.into_iter().map(|proto::SizedInput { size, stdin }| SizedInput { size, stdin }).collect();
    AnalysisRequest { caller, language, source, measure, inputs, request_id, trace }
}

pub(super) fn program(request: AnalysisRequest) -> proto::Program {
    let AnalysisRequest { caller, language, source, measure, inputs, request_id, trace } = request;
    let inputs = inputs.into_iter().map(|SizedInput { size, stdin }| proto::SizedInput { size, stdin }).collect();
    proto::Program { caller, language, source, measure, inputs, request_id, trace }
}

/// Both ways between a type of ours and its message. Where a message lacks a part, the part is the empty one.
macro_rules! both_ways {
    ($own:ident, $theirs:ident, |$o:ident| $out:expr, |$t:ident| $back:expr) => {
        impl From<$own> for proto::$theirs {
            fn from($o: $own) -> Self {
                $out
            }
        }
        impl From<proto::$theirs> for $own {
            fn from($t: proto::$theirs) -> Self {
                $back
            }
        }
    };
}

both_ways!(Growing, Growing, |own| Self { class: number(&CLASSES, &own.class), expression: own.expression }, |it| {
    Self { class: word(&CLASSES, it.class, Class::Unknown), expression: it.expression }
});
both_ways!(Reason, Reason, |own| Self { line: own.line, text: own.text }, |it| Self { line: it.line, text: it.text });
both_ways!(Point, Point, |own| Self { size: own.size, steps: own.steps }, |it| Self { size: it.size, steps: it.steps });
both_ways!(
    Fit,
    Fit,
    |own| Self {
        class: number(&CLASSES, &own.class),
        factor: own.factor,
        offset: own.offset,
        quality: own.quality,
        points: all(own.points),
        space: own.space.map(|space| Box::new((*space).into())),
    },
    |it| Self {
        class: word(&CLASSES, it.class, Class::Unknown),
        factor: it.factor,
        offset: it.offset,
        quality: it.quality,
        points: all(it.points),
        // One level: what runs hold has no space of its own.
        space: it.space.map(|space| Box::new(Fit::from(proto::Fit { space: None, ..*space }))),
    }
);
both_ways!(
    FunctionAnalysis,
    FunctionAnalysis,
    |own| Self {
        name: own.name,
        line: own.line,
        time: Some(own.time.into()),
        space: Some(own.space.into()),
        recursion: own.recursion,
    },
    |it| Self {
        name: it.name,
        line: it.line,
        time: it.time.unwrap_or_default().into(),
        space: it.space.unwrap_or_default().into(),
        recursion: it.recursion,
    }
);
both_ways!(
    StaticAnalysis,
    StaticAnalysis,
    |own| Self {
        time: Some(own.time.into()),
        space: Some(own.space.into()),
        confidence: number(&CONFIDENCES, &own.confidence),
        reasons: all(own.reasons),
        functions: all(own.functions),
    },
    |it| Self {
        time: it.time.unwrap_or_default().into(),
        space: it.space.unwrap_or_default().into(),
        confidence: word(&CONFIDENCES, it.confidence, Confidence::Low),
        reasons: all(it.reasons),
        functions: all(it.functions),
    }
);
both_ways!(
    Analysis,
    Analysis,
    |own| Self {
        time: Some(own.time.into()),
        space: Some(own.space.into()),
        confidence: number(&CONFIDENCES, &own.confidence),
        agreement: number(&AGREEMENTS, &own.agreement),
        narrative: own.narrative,
        suggestions: all(own.suggestions),
        statics: Some(own.statics.into()),
        measured: own.measured.map(Into::into),
    },
    |it| Self {
        time: it.time.unwrap_or_default().into(),
        space: it.space.unwrap_or_default().into(),
        confidence: word(&CONFIDENCES, it.confidence, Confidence::Low),
        agreement: word(&AGREEMENTS, it.agreement, Agreement::Single),
        narrative: it.narrative,
        suggestions: all(it.suggestions),
        statics: it.statics.unwrap_or_default().into(),
        measured: it.measured.map(Into::into),
    }
);
both_ways!(
    ModelOpinion,
    ModelOpinion,
    |own| Self {
        provider: own.provider,
        model: own.model,
        prompt_version: own.prompt_version,
        time: Some(own.time.into()),
        space: Some(own.space.into()),
        agreement: number(&AGREEMENTS, &own.agreement),
    },
    |it| Self {
        provider: it.provider,
        model: it.model,
        prompt_version: it.prompt_version,
        time: it.time.unwrap_or_default().into(),
        space: it.space.unwrap_or_default().into(),
        agreement: word(&AGREEMENTS, it.agreement, Agreement::Single),
    }
);
both_ways!(
    Report,
    Report,
    |own| Self {
        analysis: Some(own.analysis.into()),
        model: own.model.map(Into::into),
        notices: own.notices,
        cached: own.cached,
    },
    |it| Self {
        analysis: it.analysis.unwrap_or_default().into(),
        model: it.model.map(Into::into),
        notices: it.notices,
        cached: it.cached,
    }
);
both_ways!(
    AnalyzerStatus,
    StatusResponse,
    |own| Self { provider: own.provider, model: own.model, measures: own.measures },
    |it| Self { provider: it.provider, model: it.model, measures: it.measures }
);

impl From<Progress> for proto::AnalyzeComplexityStreamResponse {
    fn from(progress: Progress) -> Self {
        let piece = match progress {
            Progress::Evidence(report) => Piece::Evidence((*report).into()),
            Progress::Narrative(text) => Piece::Narrative(text),
            Progress::Done(report) => Piece::Done((*report).into()),
        };
        Self { progress: Some(piece) }
    }
}

/// None for a piece that only a newer client knows.
pub(super) fn progress(response: proto::AnalyzeComplexityStreamResponse) -> Option<Progress> {
    Some(match response.progress? {
        Piece::Evidence(report) => Progress::Evidence(Box::new(report.into())),
        Piece::Narrative(text) => Progress::Narrative(text),
        Piece::Done(report) => Progress::Done(Box::new(report.into())),
    })
}

fn all<A, B: From<A>>(items: Vec<A>) -> Vec<B> {
    items.into_iter().map(Into::into).collect()
}
