/** Sign-in, where the deployment asks for one. */
export { AuthGate } from "./auth-gate";
export { UserMenu } from "./user-menu";
