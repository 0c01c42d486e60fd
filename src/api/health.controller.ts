/** Whether the process lives, and whether it can serve. */
import { Controller, Get, Inject, ServiceUnavailableException } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Pool } from 'pg';
import { POOL } from '../tokens';
import { Open } from './actor';

@ApiTags('operations')
@Open()
@Controller('health')
export class HealthController {
  constructor(@Inject(POOL) private readonly pool: Pool) {}

  @Get('live')
  @ApiOperation({ summary: '进程存活 · the process lives' })
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('ready')
  @ApiOperation({ summary: '可以服务 · it can serve: the database answers' })
  async ready(): Promise<{ status: 'ok' }> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => { reject(new ServiceUnavailableException()); }, 2_000);
    });
    try {
      await Promise.race([this.pool.query('select 1'), late]);
    } finally {
      clearTimeout(timer);
    }
    return { status: 'ok' };
  }
}
