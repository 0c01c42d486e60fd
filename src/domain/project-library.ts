/** The county's project library (项目库): proposed by the village, examined by the township, admitted by the county, taken out again. */
import { mustBeNew } from './checks';
import type { CommandOf, CommandRule, Message, MessageOf, Role } from './decider';
import { BusinessDate, Choice, Code, Fen, Integer, Region, Words } from './field';
import { Refused } from './refused';

/** The thirteen classes of the library: 产业、就业、易地搬迁、公益岗位、教育、健康、危房改造、金融、生活条件改善、综合保障、村基础设施、村公共服务、项目管理费. */
export const PROJECT_CLASSES = [
  'industry', 'employment', 'relocation', 'public-post', 'education', 'health', 'housing', 'finance', 'living-conditions', 'social-security', 'village-infrastructure', 'village-service', 'management-fee',
] as const;
export type ProjectClass = (typeof PROJECT_CLASSES)[number];

export class ProjectProposed {
  @Region('where it is to be built or run') region: string;
  @Words('name', { max: 200 }) name: string;
  @Choice('class of the library', PROJECT_CLASSES) projectClass: ProjectClass;
  @Words('site', { max: 200 }) site: string;
  @Words('what is to be done', { max: 500 }) content: string;
  @Fen('money it is thought to need') amountFen: number;
  @Integer('households meant to benefit', { optional: true }) beneficiaryHouseholds?: number;
  @Words('what it is to achieve', { optional: true, max: 300 }) performanceTarget?: string;
  @BusinessDate('day of the village meeting that decided to propose it', { optional: true }) meetingOn?: string;
  @Code('campaign that brought it over from another system: history, not late', /^[A-Za-z0-9-]{1,64}$/, { optional: true }) campaign?: string;
  @BusinessDate('day of the proposal') occurredOn: string;
}
export class ProjectScreened {
  @Choice('what the township found', ['passed', 'returned']) outcome: 'passed' | 'returned';
  @Words('office that examined it', { max: 100 }) office: string;
  @Words('why it was returned, or on what conditions it passed', { optional: true, max: 300 }) note?: string;
  @BusinessDate('day of the examination') occurredOn: string;
}
export class ProjectAdmitted {
  @Code('version of the library, e.g. 2019-1', /^[A-Za-z0-9.-]{1,40}$/) libraryVersion: string;
  @Choice('class of the library', PROJECT_CLASSES) projectClass: ProjectClass;
  @Words('what it is to achieve: without a target nothing enters the library', { max: 300 }) performanceTarget: string;
  @Fen('money it may need, as admitted', { optional: true }) amountFen?: number;
  @Code('number of the admitting document', /^.{1,40}$/u) documentNumber: string;
  @Words('admitting office', { max: 100 }) office: string;
  @BusinessDate('day of admission') occurredOn: string;
}
export class ProjectRemoved {
  @Code('version of the library it left', /^[A-Za-z0-9.-]{1,40}$/, { optional: true }) libraryVersion?: string;
  @Words('why', { max: 300 }) reason: string;
  @Code('number of the document', /^.{1,40}$/u, { optional: true }) documentNumber?: string;
  @BusinessDate('day it was taken out') occurredOn: string;
}

export const LIBRARY_EVENTS = { ProjectProposed, ProjectScreened, ProjectAdmitted, ProjectRemoved };
const by: readonly Role[] = ['office'];
export const LIBRARY_COMMANDS = {
  ProposeProject: { data: ProjectProposed, kind: 'wish', by, opens: true },
  ScreenProject: { data: ProjectScreened, kind: 'wish', by },
  AdmitProject: { data: ProjectAdmitted, kind: 'wish', by },
  RemoveProject: { data: ProjectRemoved, kind: 'wish', by },
} satisfies Record<string, CommandRule>;
export type LibraryEvent = MessageOf<typeof LIBRARY_EVENTS>;
export type LibraryCommand = CommandOf<typeof LIBRARY_COMMANDS>;

/** How a project stands towards the library. Steps may be told late and out of order. */
export interface Library {
  readonly proposal?: ProjectProposed;
  readonly screening?: ProjectScreened;
  /** The last admission; still there after a removal. */
  readonly admission?: ProjectAdmitted;
  readonly inLibrary: boolean;
}

export const NOT_IN_LIBRARY: Library = { inLibrary: false };

export const isLibraryCommand = (command: Message): command is LibraryCommand => Object.hasOwn(LIBRARY_COMMANDS, command.type);
const isLibraryEvent = (event: Message): event is LibraryEvent => Object.hasOwn(LIBRARY_EVENTS, event.type);

export function decideLibrary(command: LibraryCommand, library: Library): readonly LibraryEvent[] {
  switch (command.type) {
    case 'ProposeProject':
      mustBeNew(library.proposal !== undefined, { zh: '项目申报', en: 'proposal of the project' });
      return [{ type: 'ProjectProposed', data: command.data }];
    case 'ScreenProject':
      return [{ type: 'ProjectScreened', data: command.data }];
    case 'AdmitProject':
      return admit(command.data, library);
    case 'RemoveProject':
      return remove(command.data, library);
  }
}

function admit(data: ProjectAdmitted, { inLibrary, admission }: Library): readonly LibraryEvent[] {
  if (inLibrary) {
    const version = admission?.libraryVersion ?? '';
    throw new Refused('project-already-admitted', { zh: `该项目已在项目库(${version} 版),不能重复入库`, en: `this project is in the library already (version ${version})` });
  }
  return [{ type: 'ProjectAdmitted', data }];
}

function remove(data: ProjectRemoved, { inLibrary }: Library): readonly LibraryEvent[] {
  if (!inLibrary) throw new Refused('project-not-in-library', { zh: '该项目不在项目库中,无从出库', en: 'this project is not in the library, so it cannot be taken out' });
  return [{ type: 'ProjectRemoved', data }];
}

export function evolveLibrary(library: Library, event: Message): Library {
  if (!isLibraryEvent(event)) return library;
  switch (event.type) {
    case 'ProjectProposed':
      return { ...library, proposal: event.data };
    case 'ProjectScreened':
      return { ...library, screening: event.data };
    case 'ProjectAdmitted':
      return { ...library, admission: event.data, inLibrary: true };
    case 'ProjectRemoved':
      return { ...library, inLibrary: false };
  }
}
