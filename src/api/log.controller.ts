/** The log itself: how far it is recorded, visible, examined and proven. */
import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Progress } from './progress';
import { ok } from './read-docs';

@ApiTags('log')
@Controller('v1/log')
export class LogController {
  constructor(private readonly progress: Progress) {}

  @Get()
  @ApiOperation({ summary: '账本进度 · last position recorded, visible, examined, proven; -1 = none, null until there is proof' })
  @ok('{origin, vkey, policy, recorded, visible, examined, proven, halted}')
  async log(): Promise<object> {
    return { origin: null, vkey: null, policy: null, ...(await this.progress.now()), proven: null };
  }
}
