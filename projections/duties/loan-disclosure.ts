/** Disclose a household loan within 20 working days. */
import type { LoanGranted } from '../../src/domain/loan';
import { idOf } from '../facts/fact';
import type { Duty } from './duty';

const duty: Duty = {
  kind: 'disclose-loan',
  title: { zh: '扶贫小额信贷公示', en: 'Disclose a household loan' },
  basis: {
    zh: '《政府信息公开条例》第二十六条:自形成之日起 20 个工作日;公告公示指导意见(2018)第二项',
    en: 'Government information disclosure regulation, article 26: 20 working days; guiding opinion (2018), item 2',
  },
  limit: { fixedWorkdays: 20 },
  disclosure: { item: 'loan' },
  from: {
    LoanGranted: (data: LoanGranted, event) => ({ subjectKind: 'loan', subjectId: idOf(event), ownerRegion: data.region, baseOn: data.occurredOn, amountFen: data.principalFen }),
  },
};
export default duty;
