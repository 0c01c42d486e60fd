/** GET /metrics, for a Prometheus server inside the house: open, because it tells numbers only. */
import { Controller, Get, Header } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Open } from './actor';
import { Metrics } from './metrics';

@ApiTags('operations')
@Open()
@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  @Get()
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  @ApiProduces('text/plain')
  @ApiOperation({ summary: '运行指标 · positions and lags of the four words, followers, requests, memory (Prometheus)' })
  scrape(): Promise<string> {
    return this.metrics.scrape();
  }
}
