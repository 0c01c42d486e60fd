/** A project comes into the library and leaves it. */
import { said, VILLAGE } from '../../../../projections/anomalies/story';
import { ProjectAdmitted, ProjectProposed, ProjectRemoved } from '../../../../src/domain/project-library';
import { pick, type Act, type Kind, type Telling } from '../telling';

function library(told: Telling, act: Act): void {
  const stream = `project-${pick(['j1', 'j2'], act.a)}`;
  const on = told.on(act);
  if (!told.knows(stream)) {
    return void told.say(said(stream, ProjectProposed, { region: VILLAGE, name: '村道', projectClass: 'village-infrastructure', site: '一组', content: '硬化一公里', amountFen: 8_000_000, occurredOn: on }));
  }
  if (act.b % 3 === 0) return void told.say(said(stream, ProjectRemoved, { reason: '调整', occurredOn: on }));
  told.say(said(stream, ProjectAdmitted, { libraryVersion: '2018-1', projectClass: 'village-infrastructure', performanceTarget: '通路', documentNumber: '县扶组〔2018〕1号', office: '县扶贫办', occurredOn: on }));
}

export default { weight: 1, tell: library } satisfies Kind;
