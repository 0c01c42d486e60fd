/** Demo users and the tokens that stand for a signed-in actor, for the local profile. */
import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { SignJWT, jwtVerify } from 'jose';
import type { Actor, Role } from '../domain/decider';

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

function localKey(dataDir: string): Uint8Array {
  const file = path.join(dataDir, 'keys', 'token-key');
  if (!fs.existsSync(file)) {
    fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    fs.writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600 });
  }
  return Buffer.from(fs.readFileSync(file, 'utf8').trim(), 'hex');
}

/** Who a bearer token stands for. Without a key (production, until OIDC) no token is good. */
export class Tokens {
  private readonly key: Uint8Array | undefined;

  constructor(profile: 'local' | 'production', dataDir: string) {
    this.key = profile === 'local' ? localKey(dataDir) : undefined;
  }

  get givesTokens(): boolean {
    return this.key !== undefined;
  }

  async issue(actor: Actor): Promise<{ accessToken: string; expiresIn: number }> {
    if (!this.key) throw new Error('tokens are given in the local profile only');
    const claims = { role: actor.role, office: actor.office, region: actor.region };
    const token = new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).setSubject(actor.id).setIssuer(issuer).setAudience(issuer).setIssuedAt();
    return { accessToken: await token.setExpirationTime(`${String(lifetimeSeconds)}s`).sign(this.key), expiresIn: lifetimeSeconds };
  }

  async actorOf(token: string): Promise<Actor | undefined> {
    if (!this.key) return undefined;
    try {
      const { payload } = await jwtVerify(token, this.key, { issuer, audience: issuer, algorithms: ['HS256'] });
      return { id: String(payload.sub), role: payload['role'] as Role, office: String(payload['office']), region: String(payload['region']) };
    } catch {
      return undefined; // Forged, cut or out of date: not signed in, and why is nobody's business.
    }
  }
}
