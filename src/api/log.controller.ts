/** The log itself: how far it is recorded, visible, examined and proven. */
import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Progress } from './progress';
import { ProofReads } from './proof-reads';
import { ok } from './read-docs';

@ApiTags('log')
@Controller('v1/log')
export class LogController {
  constructor(private readonly progress: Progress, private readonly reads: ProofReads) {}

  @Get()
  @ApiOperation({ summary: '账本进度 · last position recorded, visible, examined, proven; -1 = none; origin and keys null until the log was signed' })
  @ok('{origin, vkey, vkeys, policy, recorded, visible, examined, proven, halted}')
  async log(): Promise<object> {
    const log = await this.reads.tables.log();
    const [vkey = null] = log?.vkeys ?? [];
    return { origin: log?.origin ?? null, vkey, vkeys: log?.vkeys ?? [], policy: await this.reads.policy(), ...(await this.progress.now()) };
  }
}
