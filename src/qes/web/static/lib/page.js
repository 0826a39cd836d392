// What the server wrote into the page's head.

const said = (name) => document.querySelector(`meta[name="qes-${name}"]`)?.content ?? "";

export const TOKEN = said("token");
export const PROJECT = said("project");
export const NAME = said("name");
export const ROLE = said("role");
export const SCREEN = said("screen");

const ROLES = ["viewer", "researcher", "reviewer", "lead"];
/** Whether whoever is here may do what takes a role. */
export const may = (role) => ROLES.indexOf(ROLE) >= ROLES.indexOf(role);
