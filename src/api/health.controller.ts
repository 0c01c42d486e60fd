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
  @ApiOperation({ summary: '可以服务 · it can serve: the database answers; halted names followers that stand still' })
  async ready(): Promise<{ status: 'ok'; halted: readonly string[] }> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => { reject(new ServiceUnavailableException()); }, 2_000);
    });
    try {
      const { rows } = await Promise.race([this.pool.query<{ name: string }>('SELECT name FROM work.follower WHERE error IS NOT NULL ORDER BY name'), late]);
      return { status: 'ok', halted: rows.map(({ name }) => name) };
    } finally {
      clearTimeout(timer);
    }
  }
}
