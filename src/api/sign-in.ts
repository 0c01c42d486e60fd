/** Demo users and the tokens that stand for a signed-in actor, for the local profile. */
import { SignJWT, jwtVerify } from 'jose';
import type { Actor, Role } from '../domain/decider';
import type { MasterKeys } from '../vault/keys';

const demoCounty = '422899';
const demoPassword = 'demo';

const offices: Readonly<Record<Exclude<Role, 'system'>, string>> = {
  clerk: 'finance', checker: 'finance', office: 'department', bank: 'bank', auditor: 'audit', inspector: 'inspection', supervisor: 'supervision',
  admin: 'administration', province: 'finance', 'rule-maker': 'rules', 'rule-checker': 'rules', 'rule-releaser': 'rules',
};

export const demoUsers = Object.keys(offices) as readonly Exclude<Role, 'system'>[];

const isDemoUser = (name: string): name is Exclude<Role, 'system'> => Object.hasOwn(offices, name);

/** `clerk` is the demo county's, `clerk@422826` that county's; a province acts for its two digits. */
export function demoActor(username: string, password: string): Actor | undefined {
  const [name = '', county, ...rest] = username.split('@');
  if (password !== demoPassword || rest.length > 0 || !isDemoUser(name)) return undefined;
  if (county !== undefined && !/^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$/.test(county)) return undefined;
  const region = name === 'province' ? (county ?? demoCounty).slice(0, 2) : (county ?? demoCounty);
  return { id: `${name}@${region}`, role: name, office: `${offices[name]}-${region}`, region };
}

const issuer = 'mingzhang-local';
const lifetimeSeconds = 8 * 60 * 60;
/** So many tokens found good are known again; the one found longest ago goes first. */
const KNOWN_TOKENS = 10_000;

/** Who a bearer token stands for. In production (until OIDC) no token is good. All processes with one master key know each other's tokens. */
export class Tokens {
  /** A signature is checked once: who posts two hundred lines a second shows the same token with each. */
  private readonly good = new Map<string, { readonly actor: Actor; readonly untilSeconds: number }>();

  constructor(private readonly profile: 'local' | 'production', private readonly master: MasterKeys) {}

  get givesTokens(): boolean {
    return this.profile === 'local';
  }

  async issue(actor: Actor): Promise<{ accessToken: string; expiresIn: number }> {
    if (!this.givesTokens) throw new Error('tokens are given in the local profile only');
    const claims = { role: actor.role, office: actor.office, region: actor.region };
    const token = new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: String(this.master.current) }).setSubject(actor.id).setIssuer(issuer).setAudience(issuer).setIssuedAt();
    return { accessToken: await token.setExpirationTime(`${String(lifetimeSeconds)}s`).sign(this.master.derive('tokens')), expiresIn: lifetimeSeconds };
  }

  async actorOf(token: string): Promise<Actor | undefined> {
    if (!this.givesTokens) return undefined;
    const known = this.good.get(token);
    if (known && Date.now() < known.untilSeconds * 1000) return known.actor;
    this.good.delete(token);
    try {
      const { payload } = await jwtVerify(token, ({ kid }) => this.master.derive('tokens', Number(kid)), { issuer, audience: issuer, algorithms: ['HS256'] });
      const actor = { id: String(payload.sub), role: payload['role'] as Role, office: String(payload['office']), region: String(payload['region']) };
      this.remember(token, { actor, untilSeconds: payload.exp ?? 0 });
      return actor;
    } catch {
      return undefined; // Forged, cut or out of date: not signed in, and why is nobody's business.
    }
  }

  private remember(token: string, known: { readonly actor: Actor; readonly untilSeconds: number }): void {
    const [oldest] = this.good.keys();
    if (oldest !== undefined && this.good.size >= KNOWN_TOKENS) this.good.delete(oldest);
    this.good.set(token, known);
  }
}
