/** The names that the page uses for the contract's types: the only reader of `schema.ts`. */
import type { components } from "./schema";

type Schemas = components["schemas"];

export type RunStatus = Schemas["JobStatus"];
export type LimitName = Schemas["LimitName"];
export type Violation = Schemas["Violation"];
export type Run = Schemas["Result"];
export type RunSummary = Schemas["JobSummary"];
export type RunPage = Schemas["JobList"];
export type Submission = Schemas["Submission"];
export type Accepted = Schemas["Accepted"];
export type Validation = Schemas["Validation"];
export type ShareLink = Schemas["Share"];
export type Language = Schemas["Language"];
export type ServiceConfig = Schemas["ConfigDocument"];
export type CognitoSettings = Schemas["CognitoDocument"];
export type AnalyzeStatus = Schemas["AnalyzerDocument"];
/** The data of one message of an analysis's stream, as the document describes it. */
export type ContractAnalysisMessage = Schemas["AnalysisMessage"];
export type StreamName = Schemas["StreamName"];
/** The data of one message of a job's event stream, as the document describes it. */
export type ContractEvent = Schemas["Event"];
